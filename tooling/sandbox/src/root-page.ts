import type { Context } from 'hono';
import { html } from 'hono/html';
import { demo } from './demo.ts';
import { callFaults, tokenFaults } from './faults.ts';
import { playedHosts } from './hosts.ts';
import { page, pageHeaders } from './page.ts';

const settingsList = (settings: Record<string, Record<string, string>>) =>
  Object.entries(settings).map(
    ([key, values]) =>
      html`<li>${key}: ${Object.entries(values).map(([name, value]) => html`${name} <code>${value}</code> `)}</li>`,
  );

/** What the sandbox plays and how to drive it, for a person who opens its address. */
export const rootPage = (context: Context) =>
  context.html(
    page(
      'Patchbay sandbox',
      html`<span class="mark">Sandbox</span><h1>Patchbay sandbox</h1>
<p>This server stands in for services that cannot be reached from a demo or a test. It keeps everything in
memory, knows no real account, and talks to nobody. Each service lives below its own host name, as in
<code>/slack.com/api/auth.test</code>.</p>
<h2>What it plays</h2><ul>${Object.entries(playedHosts).map(([host, about]) => html`<li><code>${host}</code> ${about}</li>`)}</ul>
<h2>Apps with a consent page</h2><ul>${settingsList(demo.apps)}</ul>
<h2>Tokens and logins</h2><ul>${settingsList(demo.tokens)}${settingsList(demo.settings)}</ul>
<p class="quiet">Another number is another account with data of its own.</p>
<h2>Faults</h2>
<p>Append <code>-fault-429</code> to a token, or <code>PUT /_control/faults/&lt;name&gt;</code> with
<code>{"fault":"429","times":1}</code>. The name is a token, a grant (<code>reddit-grant-1</code>), a client id, an
account (<code>slack-account-2</code>) or a whole service (<code>notion</code>).</p>
<p class="quiet">Calls: ${callFaults.join(', ')}. Token endpoints: ${tokenFaults.join(', ')}.</p>
<h2>Controls</h2>
<ul><li><code>GET /_control/stats</code> calls by credential, token requests by grant</li>
<li><code>GET /_control/grants</code>, <code>POST /_control/grants/&lt;id&gt;/revoke</code> or <code>/expire</code></li>
<li><code>PUT /_control/apps/&lt;client id&gt;</code> redirect addresses, token life, rotation, withheld scopes</li>
<li><code>POST /_control/clock</code> <code>{"advanceSeconds":3600}</code></li>
<li><code>PUT /_control/limits</code> <code>{"enforced":false}</code></li></ul>`,
      true,
    ),
    200,
    pageHeaders,
  );
