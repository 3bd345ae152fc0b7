import { PatchbayError } from '@patchbay/core';
import { addressBlock, clientAddress } from './client-address.ts';
import type { IdentityDatabase } from './database.ts';
import { asPossiblyFirst } from './first-person.ts';
import type { createLibrary } from './library.ts';
import { changePasswordLimits, giveBack, signInLimits, signUpLimits, spend } from './limits.ts';
import { addressHeader } from './options.ts';
import { checkPassword } from './password-policy.ts';
import { type AuthSettings, basePath } from './settings.ts';
import { type SurfacePath, surface } from './surface.ts';

/** The browser behind a request: its headers, and the address of the socket it came through. */
export type Caller = { headers: Headers; address?: string | undefined };

export type Identity = {
  settings: AuthSettings;
  db: IdentityDatabase;
  library: ReturnType<typeof createLibrary>;
};

/** One request to the identity library, through our limits and our password rules. */
export async function enter(
  identity: Identity,
  path: SurfacePath,
  raw: unknown,
  caller: Caller,
): Promise<Response> {
  const { db, settings } = identity;
  const address = clientAddress(caller.headers, caller.address, settings.trustedProxyHeader);
  const place = addressBlock(address);
  const send = (body: object) =>
    ask(identity, innerRequest(settings, path, body, caller.headers, address));
  if (path === '/sign-in/email') {
    const body = parse(surface[path].body, raw);
    await spend(db, signInLimits(body.email, place), new Date());
    const response = await send(body);
    if (response.ok) await giveBack(db, body.email, place);
    return response;
  }
  if (path === '/sign-up/email') {
    const body = parse(surface[path].body, raw);
    checkPassword(body.password, body.email);
    await spend(db, signUpLimits(place), new Date());
    return asPossiblyFirst(db, settings.url, () => send(body));
  }
  if (path === '/change-password') {
    const body = parse(surface[path].body, raw);
    checkPassword(body.newPassword, '', 'newPassword');
    await spend(db, changePasswordLimits(place), new Date());
    return send(body);
  }
  return send(parse(surface[path].body, raw));
}

/** What the library does not expect may hold rows and statements: only its name is passed on. */
export async function ask({ library, settings }: Identity, request: Request): Promise<Response> {
  try {
    return await library.handler(request);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    settings.log?.('error', `An identity request failed: ${name}.`);
    throw new PatchbayError('internal', 'That is not possible at the moment.');
  }
}

type Parser<Body> = {
  safeParse(
    raw: unknown,
  ):
    | { success: true; data: Body }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } };
};

function parse<Body>(schema: Parser<Body>, raw: unknown): Body {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new PatchbayError('invalid_input', 'Some of the input is not valid.', {
    fields: Object.fromEntries(
      parsed.error.issues.map(({ path, message }) => [path.join('.'), [message]]),
    ),
  });
}

/** Everything else a browser sends is nothing the library should decide by. */
const passedOn = ['cookie', 'origin', 'referer', 'user-agent', 'sec-fetch-site', 'sec-fetch-mode'];

function innerRequest(
  settings: AuthSettings,
  path: SurfacePath,
  body: object,
  from: Headers,
  address: string | undefined,
): Request {
  const headers = new Headers();
  for (const name of passedOn) {
    const value = from.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (address !== undefined) headers.set(addressHeader, address);
  const url = `${new URL(settings.publicUrl).origin}${basePath}${path}`;
  if (surface[path].method === 'GET') return new Request(url, { headers });
  headers.set('content-type', 'application/json');
  return new Request(url, { method: 'POST', headers, body: JSON.stringify(body) });
}
