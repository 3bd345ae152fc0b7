import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import { IdentifierTaken } from '../../kit/accounts.ts';
import type { ClassifiedReply, Trouble, TroubleKind } from '../../kit/trouble.ts';
import type { XmppBackend, XmppUser } from './backend.ts';

// docker/prosody/mod_patchbay_accounts says what each call does.
const Ping = z.object({ host: z.string(), version: z.string() });
const User = z.object({
  username: z.string(),
  enabled: z.boolean(),
  mark: z.string().nullish(),
});
const Users = z.object({ users: z.array(User), next: z.string().nullable() });
const Refusal = z.object({ error: z.string() });

const meanings: Record<string, [TroubleKind, string?]> = {
  unauthorized: ['dead_credential'],
  'tls-required': [
    'misconfigured',
    'The module takes plain http from its own machine only; use its https address',
  ],
  'other-host': ['misconfigured', 'The module serves another domain'],
  'not-found': ['not_found', 'There is no such account'],
  exists: ['invalid_request', 'The account exists'],
  'bad-username': ['invalid_request', 'The server does not take this name'],
  'bad-password': ['invalid_request', 'The server does not take this password'],
  'cannot-list': ['provider', 'The authentication of this server cannot list accounts'],
};

export function moduleTrouble({ status, content }: ClassifiedReply): Trouble | null {
  if (status < 400) return null;
  const refusal = Refusal.safeParse(content);
  if (!refusal.success) return null;
  const [what, hint] = meanings[refusal.data.error] ?? ['provider'];
  return { what, code: refusal.data.error, ...(hint && { hint }) };
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof OutboundError ? error.trouble?.code : undefined;

const pageSize = 200;
const toUser = ({ username: name, enabled, mark }: z.infer<typeof User>): XmppUser => ({
  name,
  enabled,
  mark: mark ?? null,
});

/** Accounts through our Prosody module. */
export function moduleBackend(http: ApiClient, jidOf: (name: string) => string): XmppBackend {
  const at = (name: string) => `/users/${encodeURIComponent(name)}`;
  const change = (name: string, json: Record<string, unknown>) =>
    http.json(at(name), User, { method: 'PATCH', json });
  const verify = async (name: string, password: string) => {
    const options = { method: 'POST' as const, json: { password }, idempotent: true };
    const schema = z.object({ valid: z.boolean() });
    return (await http.json(`${at(name)}/verify`, schema, options)).valid;
  };

  return {
    async hello() {
      const { host, version } = await http.json('/ping', Ping);
      return `Prosody ${version} answers for ${host}`;
    },
    async look() {
      const { users, next } = await http.json('/users', Users, { query: { limit: pageSize } });
      return `${next === null ? '' : 'More than '}${users.length} accounts`;
    },
    find: (name) =>
      http.json(at(name), User).then(toUser, (error) => {
        if (codeOf(error) === 'not-found') return null;
        throw error;
      }),
    create: ({ name, ...json }) =>
      http.json(at(name), User, { method: 'PUT', json }).then(toUser, (error) => {
        throw codeOf(error) === 'exists' ? new IdentifierTaken(jidOf(name)) : error;
      }),
    async list(cursor) {
      const query = { limit: pageSize, after: cursor ?? undefined };
      const { users, next } = await http.json('/users', Users, { query });
      return { users: users.map(toUser), cursor: next };
    },
    isPassword: (name, password) =>
      verify(name, password).catch((error) => {
        if (codeOf(error) === 'not-found') return false;
        throw error;
      }),
    setPassword: async (name, password) => void (await change(name, { password })),
    setEnabled: async (name, enabled) => void (await change(name, { enabled })),
    endSessions: async (name) =>
      void (await http.send(`${at(name)}/disconnect`, { method: 'POST', json: {} })),
    remove: (name) =>
      http.send(at(name), { method: 'DELETE' }).then(
        () => {},
        (error) => {
          if (codeOf(error) !== 'not-found') throw error;
        },
      ),
  };
}
