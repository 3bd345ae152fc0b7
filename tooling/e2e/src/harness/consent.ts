import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import type { Visitor } from './journey.ts';
import { awake, sees } from './sight.ts';

export type Decision = 'Allow' | 'Deny';
export type Consent = {
  /** What the button that leads there says. */
  button?: string | RegExp;
  decision?: Decision;
  /** Which of the accounts on the page, from the first. */
  account?: number;
};

/** The consent pages are another site, and going there is the story. */
export const leavesForConsent = ({ faults }: Pick<Visitor, 'faults'>): void =>
  faults.expect(/^left the product: \w+ http:\/\/127\.0\.0\.1:\d+\/[\w.-]+\.[a-z]+\//);

/**
 * From the page of an integration through the provider's consent page and back, with the mouse.
 * @returns where the sandbox that played the provider listens
 */
export async function giveConsent(
  page: Page,
  { button = /^Connect /, decision = 'Allow', account = 0 }: Consent = {},
): Promise<string> {
  const { url } = inject('product');
  await page.getByRole('button', { name: button }).first().click();
  await sees(page.getByRole('heading', { name: /^Sandbox .+: allow / }));
  const { origin } = new URL(page.url());
  await page.getByRole('radio').nth(account).check();
  await page.getByRole('button', { name: decision }).click();
  await page.waitForURL((to) => to.origin === new URL(url).origin);
  await awake(page);
  return origin;
}

/** Ends the newest grant that a vendor gave, as its own settings page would. */
export async function revokeAtVendor(sandbox: string, vendor: string): Promise<void> {
  const answer = await fetch(`${sandbox}/_control/grants`);
  const grants: { id: string; vendor: string; revoked: boolean }[] = await answer.json();
  const newest = grants.filter((grant) => grant.vendor === vendor && !grant.revoked).at(-1);
  if (!newest) throw new Error(`${vendor} has given nothing that could be revoked`);
  await fetch(`${sandbox}/_control/grants/${newest.id}/revoke`, { method: 'POST' });
}
