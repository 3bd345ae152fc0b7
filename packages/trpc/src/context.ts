import { PatchbayError, type Principal } from '@patchbay/core';
import type { Person, PersonContext, Runtime, ServiceContext } from '@patchbay/services';
import type { LiveSource } from './live.ts';

/** Who is calling: a signed-in person, or a program whose key already names its organization. */
export type Caller =
  | {
      kind: 'person';
      person: Person;
      /** Of the browser, for what must end where it began; absent when there is none. */
      sessionId?: string | undefined;
    }
  | { kind: 'key'; principal: Principal };

/** How an app tells callers apart. Each call asks anew; the context remembers the answers. */
export type Door = {
  /** @throws PatchbayError `unauthenticated` for a key that is wrong, expired or revoked. */
  identify(): Promise<Caller | null>;
  /** @throws PatchbayError `not_found` for an organization the person may not enter, existing or not. */
  enter(person: Person, slug: string): Promise<Principal>;
};

export type ContextParts = {
  runtime: Runtime;
  requestId: string;
  /** The organization that a person speaks of; a key needs none. */
  slug: string | null;
  door: Door;
  live: LiveSource;
  /** Aborts when the caller of the request goes away. */
  signal?: AbortSignal | undefined;
};

/** One per HTTP request: all procedures of a batch share its answers. */
export type Context = {
  runtime: Runtime;
  requestId: string;
  live: LiveSource;
  caller(): Promise<Caller | null>;
  service(): Promise<ServiceContext>;
  person(): Promise<PersonContext>;
  /** The principal as it stands at this moment, for answers that last longer than a request. */
  recheck(): Promise<Principal>;
};

export function createContext({
  runtime,
  requestId,
  slug,
  door,
  live,
  signal,
}: ContextParts): Context {
  const caller = once(() => door.identify());
  const principal = once(async () => principalOf(await caller(), slug, door));
  return {
    runtime,
    requestId,
    live,
    caller,
    service: async () => ({
      runtime,
      requestId,
      principal: await principal(),
      sessionId: sessionOf(await caller()),
      signal,
    }),
    person: async () => ({ runtime, requestId, person: personOf(await caller()) }),
    recheck: async () => principalOf(await door.identify(), slug, door),
  };
}

async function principalOf(
  caller: Caller | null,
  slug: string | null,
  door: Door,
): Promise<Principal> {
  if (caller === null) throw signInFirst();
  if (caller.kind === 'key') return caller.principal;
  if (slug === null) {
    throw new PatchbayError(
      'invalid_input',
      'Name the organization in the header x-patchbay-organization.',
    );
  }
  return door.enter(caller.person, slug);
}

function personOf(caller: Caller | null): Person {
  if (caller === null) throw signInFirst();
  if (caller.kind === 'person') return caller.person;
  throw new PatchbayError('forbidden', 'An API key cannot do this; sign in as a person.');
}

const sessionOf = (caller: Caller | null) =>
  caller?.kind === 'person' ? caller.sessionId : undefined;

const signInFirst = () => new PatchbayError('unauthenticated', 'Sign in, or send an API key.');

function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
