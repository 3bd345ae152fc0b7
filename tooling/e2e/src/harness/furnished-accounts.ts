import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { configured } from './integrations.ts';
import { mailOf, someMailServer } from './mail.ts';
import { textAt } from './page-text.ts';

/** Gives an organization mail, an account, a bulk and something that differs; answers the addresses of it all. */
export async function furnishAccounts(context: BrowserContext, base: string): Promise<string[]> {
  const grid = `${base}/accounts`;
  await configured(context, `${base}/integrations/mailcow`, mailOf(someMailServer()));
  const read = textAt(context);
  const person = await read(grid, /name="person"[^>]*value="([\w-]+)"/);
  const member = await read(grid, /accounts\/people\/([\w-]+)/);
  const plan = `${grid}/plan?change=create&provider=mailcow&person=${person}`;
  const bulk = await sent(context, plan, { person });
  await sent(context, `${grid}/drift`, { intent: 'check' });
  const drift = await read(`${grid}/drift`, /drift\/([\w-]{36})\/adopt/);
  return [
    `${base}/my-accounts`,
    `${base}/my-accounts/discord/consent`,
    grid,
    `${grid}?q=nobody-has-this-name`,
    `${grid}/people/${member}`,
    `${grid}/plan?change=remove&provider=mailcow&person=${person}`,
    `${grid}/plan?change=create&provider=mailcow`,
    `${grid}/bulks`,
    bulk,
    `${grid}/drift`,
    `${grid}/drift/${drift}/adopt`,
    `${base}/integrations/mailcow/accounts`,
  ];
}

/** Sends a form past the page and answers where it led. */
async function sent(context: BrowserContext, path: string, form: Record<string, string>) {
  const { url } = inject('product');
  const headers = { origin: url };
  const answer = await context.request.post(`${url}${path}`, { form, headers, maxRedirects: 0 });
  const to = answer.headers().location;
  if (to === undefined) throw new Error(`${path} answered ${answer.status()}`);
  return to;
}
