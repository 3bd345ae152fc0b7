import type { Context } from 'hono';
import { html } from 'hono/html';
import { page, pageHeaders } from '../page.ts';
import type { Account } from './vendor.ts';

export type Consent = {
  vendorName: string;
  appName: string;
  accountWord: string;
  accounts: readonly Account[];
  /** What the app asks for, in the vendor's own words. */
  scopes: readonly string[];
  /** Sent along with the decision. */
  hidden: Iterable<readonly [string, string]>;
};

const accountChoice = (account: Account, index: number) => html`<label>
<input type="radio" name="sandbox_account" value="${account.key}" ${index === 0 ? 'checked' : ''} required>
${account.name} <span class="quiet">${account.note}</span></label>`;

/** A consent page without scripts: a choice of account, Allow and Deny. */
export function consentPage(context: Context, consent: Consent): Response | Promise<Response> {
  const { vendorName, appName, accountWord, accounts, scopes, hidden } = consent;
  const body = html`<span class="mark">Sandbox</span>
<h1>Sandbox ${vendorName}: allow ${appName}?</h1>
<p class="quiet">This page stands in for ${vendorName}. Nothing here reaches the real service, and no real account is used.</p>
<form method="post">
${[...hidden].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${scopes.length > 0 ? html`<p>${appName} asks for:</p><ul>${scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul>` : ''}
<fieldset><legend>${accountWord}</legend>${accounts.map(accountChoice)}</fieldset>
<div class="actions"><button class="main" name="sandbox_decision" value="allow">Allow</button>
<button name="sandbox_decision" value="deny" formnovalidate>Deny</button></div>
</form>`;
  return context.html(page(`Sandbox ${vendorName}`, body), 200, pageHeaders);
}

/** For requests that must not be answered by a redirect: the address to go back to is not to be trusted. */
export const refusalPage = (
  context: Context,
  vendorName: string,
  reason: string,
): Response | Promise<Response> =>
  context.html(
    page(
      `Sandbox ${vendorName}`,
      html`<span class="mark">Sandbox</span><h1>Sandbox ${vendorName} cannot go on</h1><p>${reason}</p>`,
    ),
    400,
    pageHeaders,
  );
