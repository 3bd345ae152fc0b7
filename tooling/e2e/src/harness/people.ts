import { randomBytes } from 'node:crypto';
import type { BrowserContext } from 'playwright-core';
import type { Access } from './product.ts';

export type Person = { name: string; email: string; password: string };
export type Credentials = Pick<Person, 'email' | 'password'>;

const word = (): string => randomBytes(5).toString('hex');

/** Somebody no other journey knows. */
export function somebody(name = 'Robin Rivers'): Person {
  const id = word();
  return { name, email: `${id}@patchbay.example`, password: `correct horse ${id}` };
}

export const someSlug = (): string => `org-${word()}`;

/** Posts a form as the browser would, past the page. */
export async function post(context: BrowserContext, url: string, form: Record<string, string>) {
  const answer = await context.request.post(url, {
    form,
    headers: { origin: new URL(url).origin },
    maxRedirects: 0,
  });
  if (answer.status() >= 400 || answer.status() < 300)
    throw new Error(`${url} answered ${answer.status()} where a redirect was expected.`);
}

export const signUp = (context: BrowserContext, { url }: Access, person: Person) =>
  post(context, `${url}/sign-up`, { ...person });

export const signIn = (
  context: BrowserContext,
  { url }: Access,
  { email, password }: Credentials,
) => post(context, `${url}/sign-in`, { email, password });

/** Founds an organization and answers the address of its pages. */
export async function found(context: BrowserContext, { url }: Access, name: string) {
  const slug = someSlug();
  await post(context, `${url}/organizations/new`, { name, slug });
  return `/o/${slug}`;
}
