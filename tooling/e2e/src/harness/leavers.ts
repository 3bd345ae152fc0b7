import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { join } from './members.ts';
import { type Person, somebody } from './people.ts';

type AtBrowser = { context: BrowserContext };

/** Somebody new who joins an organization, past the pages. */
export async function joins(
  owner: AtBrowser & { base: string },
  guest: AtBrowser,
  name?: string,
): Promise<Person> {
  const person = somebody(name);
  await join(owner.context, owner.base, guest.context, person);
  return person;
}

/** Calls the REST facade as the person of this browser, inside an organization. */
export async function rest<Answer = Record<string, unknown>>(
  { context }: AtBrowser,
  base: string,
  { method, path, body }: { method: 'GET' | 'POST'; path: string; body?: object },
): Promise<Answer> {
  const { url } = inject('product');
  const headers = { origin: url, 'x-patchbay-organization': base.replace('/o/', '') };
  const answer = await context.request.fetch(`${url}/api/v1${path}`, {
    method,
    headers,
    ...(body && { data: body }),
  });
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}`);
  return answer.json();
}
