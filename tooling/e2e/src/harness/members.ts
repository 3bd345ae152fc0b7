import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { type Person, post, signUp } from './people.ts';

/** Invites somebody past the page and has them join: for journeys that are about something else. */
export async function join(
  owner: BrowserContext,
  base: string,
  guest: BrowserContext,
  person: Person,
  role: 'admin' | 'member' = 'member',
): Promise<void> {
  const product = inject('product');
  const { url } = product;
  const invited = await owner.request.post(`${url}${base}/settings/members/invite`, {
    form: { email: person.email, role },
    headers: { origin: url },
  });
  const path = /\/invite\/[\w-]+/.exec(await invited.text())?.[0];
  if (path === undefined) throw new Error(`No invitation came back: ${invited.status()}`);
  await signUp(guest, product, person);
  await post(guest, `${url}${path}`, {});
}
