import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { asUser, type KeyPermission, keyPermissions, systemClock } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { Member, Organization, openOrm, User } from '@patchbay/db';
import { createHttp, type HttpOptions } from '@patchbay/providers';
import {
  type CallsOptions,
  ensureIntegrations,
  openCalls,
  openPolicy,
  type Runtime,
  type ServiceContext,
  services,
  verifyKeyring,
} from '@patchbay/services';
import { freshDatabase } from '@patchbay/testing';
import { openLiveEvents } from '../../live.ts';
import { createProxy } from '../proxy.ts';
import { closed, listening } from './upstream.ts';

const script = fileURLToPath(new URL('./serve.ts', import.meta.url));

export type ProxyWorldOptions = {
  upstreamPort: number;
  http?: Partial<HttpOptions>;
  idleMs?: number;
  usageLogging?: boolean;
};

/** The proxy on a real port and a database of its own; the provider's host leads to the test's upstream. */
export async function openProxyWorld({ upstreamPort, ...options }: ProxyWorldOptions) {
  const { usageLogging = false, http: httpOptions, idleMs } = options;
  const database = await freshDatabase();
  const { url } = database;
  const key = randomBytes(32).toString('base64');
  const orm = await openOrm({ url, poolSize: 4 });
  const keys = await parseKeyRing(key);
  await verifyKeyring(orm, keys);
  const route = routeTo(upstreamPort);
  const http = createHttp({ clock: systemClock, ...route, ...httpOptions });
  const oauth = openPolicy('http://127.0.0.1');
  const runtime: Runtime = { orm, keys, clock: systemClock, http, signup: 'closed', oauth };
  const errors: unknown[] = [];
  const callsOptions: CallsOptions = { usageLogging, onError: (error) => errors.push(error) };
  const calls = openCalls(runtime, callsOptions);
  const live = openLiveEvents({ url, log: () => undefined, watch: calls });
  await live.ready;
  const lines: string[] = [];
  const proxy = createProxy({ runtime, log: (line) => lines.push(line), idleMs: idleMs ?? 60_000 });
  const server = createServer((request, response) => {
    if (!proxy.take(request, response)) response.writeHead(404).end();
  });
  const port = await listening(server);
  const children: ChildProcess[] = [];
  return {
    runtime,
    calls,
    errors,
    lines,
    port,
    server,
    base: `http://127.0.0.1:${port}`,
    query: async <Row>(text: string, values: unknown[] = []) =>
      (await orm.em.fork().getConnection().execute(text, values)) as Row[],
    tenant: () => foundTenant(runtime),
    /** Another process with the same proxy. */
    async spawn() {
      const settings = { url, key, ...route, usageLogging };
      const child = spawn(process.execPath, [script, JSON.stringify(settings)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      const [line] = await once(createInterface({ input: child.stdout }), 'line');
      return { child, port: Number(JSON.parse(line).port) };
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      await closed(server);
      proxy.close();
      await live.close();
      await calls.close();
      await http.close();
      await orm.close();
      await database.drop();
    },
  };
}

const routeTo = (port: number) => ({
  allow: [`127.0.0.1:${port}`],
  rewrites: {
    '*.syncromsp.com': `http://127.0.0.1:${port}`,
    'api.mspbackups.com': `http://127.0.0.1:${port}`,
  },
});

export const basePath = '/acme.syncromsp.com/api/v1';
export const token = 'a-token-that-nobody-may-ever-see';

/** An organization whose Syncro is configured, its owner, and keys. */
async function foundTenant(runtime: Runtime) {
  const organizationId = randomUUID();
  const em = runtime.orm.em.fork();
  const createdAt = new Date();
  const person = { id: randomUUID(), name: 'Ada', email: `${randomUUID()}@example.org` };
  em.create(Organization, {
    id: organizationId,
    name: 'Acme',
    slug: `acme-${organizationId}`,
    createdAt,
  });
  em.create(User, { ...person, emailVerified: true, operator: false });
  await em.flush();
  em.create(Member, { organizationId, userId: person.id, role: 'owner', createdAt });
  await em.flush();
  await ensureIntegrations(em, organizationId);
  const owner: ServiceContext = {
    runtime,
    requestId: 'req_proxy_test',
    principal: asUser(organizationId, { type: 'user', ...person }, 'owner'),
  };
  const settings = { subdomain: 'acme', apiToken: token };
  await services.integrations.configure(owner, { provider: 'syncro', settings });
  return {
    organizationId,
    owner,
    async key(permissions: KeyPermission[] = [...keyPermissions]) {
      const made = await services.keys.create(owner, { name: 'program', permissions });
      return { id: made.id, key: made.key, headers: { authorization: `Bearer ${made.key}` } };
    },
  };
}
