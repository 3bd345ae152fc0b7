import {
  createHash,
  createHmac,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign,
} from 'node:crypto';
import { createServer } from 'node:http';
import { asUser } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { IntegrationCredential, Member, Organization, openOrm, User } from '@patchbay/db';
import { createHttp } from '@patchbay/providers';
import {
  ensureIntegrations,
  openHooks,
  openPolicy,
  type Runtime,
  type ServiceContext,
  services,
  verifyKeyring,
} from '@patchbay/services';
import { fixedClock, freshDatabase } from '@patchbay/testing';
import { openLiveEvents } from '../../live.ts';
import { closed, listening } from '../../proxy/testing/upstream.ts';
import { createHookDoor } from '../hooks.ts';
import { openRelay } from './relay.ts';

export const appSecret = 'the-signing-secret-of-the-operators-app';

export type HookWorld = Awaited<ReturnType<typeof openHookWorld>>;
export type HookTenant = Awaited<ReturnType<HookWorld['tenant']>>;

/**
 * The webhook door on a real port and a database of its own, with a clock that stands still. `relayed` puts a line to
 * the database between that can be cut.
 */
export async function openHookWorld({ relayed = false } = {}) {
  const database = await freshDatabase();
  const relay = relayed ? await openRelay(database.url) : null;
  const url = relay?.url ?? database.url;
  const orm = await openOrm({ url, poolSize: 6 });
  const clock = fixedClock(new Date());
  const keys = await parseKeyRing(randomBytes(32).toString('base64'));
  await verifyKeyring(orm, keys);
  const http = createHttp({ clock, fetch: () => Promise.reject(new Error('no network')) });
  const oauth = openPolicy('http://patchbay.test');
  const runtime: Runtime = { orm, keys, clock, http, signup: 'closed', oauth };
  const errors: unknown[] = [];
  const lines: string[] = [];
  const hooks = openHooks(runtime, {
    appSecrets: { slack: appSecret },
    onError: (error) => errors.push(error),
  });
  const live = openLiveEvents({ url, log: (line) => lines.push(line), watch: hooks });
  await live.ready;
  const door = createHookDoor({
    hooks,
    log: (line) => lines.push(line),
    now: () => clock.now().getTime(),
  });
  const server = createServer((request, response) => {
    if (!door.take(request, response)) response.writeHead(404).end('elsewhere');
  });
  const port = await listening(server);
  const base = `http://127.0.0.1:${port}`;
  const query = async <Row>(text: string, values: unknown[] = []) =>
    (await orm.em.fork().getConnection().execute(text, values)) as Row[];
  return {
    runtime,
    clock,
    hooks,
    live,
    relay,
    errors,
    lines,
    base,
    port,
    url,
    query,
    tenant: () => foundTenant(runtime),
    /** The rows of a source, oldest first. */
    events: (sourceId: string) =>
      query<{
        delivery_id: string;
        event_type: string;
        channel: string;
        state: string;
        body: Buffer;
      }>('select * from webhook_events where endpoint_id = ? order by received_at, id', [sourceId]),
    async close() {
      await closed(server);
      await live.close();
      await hooks.close();
      await http.close();
      await orm.close();
      await relay?.close();
      await database.drop();
    },
  };
}

async function foundTenant(runtime: Runtime) {
  const organizationId = randomUUID();
  const em = runtime.orm.em.fork();
  const createdAt = new Date();
  const person = { id: randomUUID(), name: 'Ada', email: `${randomUUID()}@example.org` };
  const slug = `acme-${organizationId}`;
  em.create(Organization, { id: organizationId, name: 'Acme', slug, createdAt });
  em.create(User, { ...person, emailVerified: true, operator: false });
  await em.flush();
  em.create(Member, { organizationId, userId: person.id, role: 'owner', createdAt });
  await em.flush();
  await ensureIntegrations(em, organizationId);
  const owner: ServiceContext = {
    runtime,
    requestId: 'req_hooks_test',
    principal: asUser(organizationId, { type: 'user', ...person }, 'owner'),
  };
  return {
    organizationId,
    owner,
    source: (input: Parameters<typeof services.sources.create>[1]) =>
      services.sources.create(owner, input),
    view: (id: string) => services.sources.get(owner, { id }),
    /** Connects Slack through the operator's app, as the consent page would. */
    async connectSlack(accountId: string) {
      const inner = runtime.orm.em.fork();
      const { id } = await services.integrations.get(owner, { provider: 'slack' });
      inner.create(IntegrationCredential, {
        integration: id,
        organizationId,
        provider: 'slack',
        connectionType: 'public',
        app: 'shared',
        clientId: '1.2',
        accountId,
        accountName: accountId,
        accessToken: 'sealed',
        tokenType: 'bot',
        scopes: [],
        connectedAt: createdAt,
      });
      await inner.flush();
    },
  };
}

const hmac = (secret: string | Buffer, text: string | Buffer, algorithm = 'sha256') =>
  createHmac(algorithm, secret).update(text);

/** What a request of one kind is signed with; `at` in milliseconds. */
export const signed = {
  slack(secret: string, body: string | Buffer, at: number) {
    const timestamp = String(Math.floor(at / 1_000));
    const text = Buffer.concat([Buffer.from(`v0:${timestamp}:`), Buffer.from(body)]);
    return {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hmac(secret, text).digest('hex')}`,
    };
  },
  github: (secret: string, body: string | Buffer) => ({
    'x-hub-signature-256': `sha256=${hmac(secret, Buffer.from(body)).digest('hex')}`,
    'x-github-delivery': createHash('md5').update(body).digest('hex'),
    'x-github-event': 'push',
  }),
  notion: (token: string, body: string) => ({
    'x-notion-signature': `sha256=${hmac(token, body).digest('hex')}`,
  }),
  standard(secret: string, id: string, body: string, at: number) {
    const timestamp = String(Math.floor(at / 1_000));
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const code = hmac(key, `${id}.${timestamp}.${body}`).digest('base64');
    return {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${code}`,
    };
  },
};

/** A Discord application: its public key in hex, and its signature. */
export function discordApplication() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    publicKey: raw.toString('hex'),
    sign(body: string, at: number) {
      const timestamp = String(Math.floor(at / 1_000));
      return {
        'x-signature-timestamp': timestamp,
        'x-signature-ed25519': sign(null, Buffer.from(timestamp + body), privateKey).toString(
          'hex',
        ),
      };
    },
  };
}

export const post = (
  url: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers: { 'content-type': 'application/json', ...headers },
  });

/** The address of a source on the port of this test. */
export const addressOf = (world: { base: string }, { url }: { url: string | null }): string =>
  world.base + new URL(url ?? '').pathname;
