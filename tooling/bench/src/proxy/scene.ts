import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asUser, systemClock } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { migrate, openOrm } from '@patchbay/db';
import { startEmbedded } from '@patchbay/db/embedded';
import { createHttp } from '@patchbay/providers';
import {
  ensureAllIntegrations,
  openPolicy,
  type Runtime,
  type ServiceContext,
  services,
  verifyKeyring,
} from '@patchbay/services';
import { bareScript, productScript, start, upstreamScript } from './processes.ts';

/** The product on a database of its own, with an integration that calls can go through. */
export async function openTenant(stack: AsyncDisposableStack) {
  const { url, key, runtime, owner } = await openProduct(stack);
  const settings = { subdomain: 'bench', apiToken: 'a-token-for-the-benchmark' };
  await services.integrations.configure(owner, { provider: 'syncro', settings });
  return { url, key, runtime, owner };
}

/** A provider, the bare proxy and the product with and without its log, each in a process of its own. */
export async function openScene(stack: AsyncDisposableStack) {
  const { url, key, owner } = await openTenant(stack);
  const made = await services.keys.create(owner, { name: 'bench', permissions: ['calls:make'] });
  const upstream = await start(stack, upstreamScript);
  const bare = await start(stack, bareScript, `http://127.0.0.1:${upstream}`);
  const route = {
    url,
    key,
    allow: [`127.0.0.1:${upstream}`],
    rewrites: { '*.syncromsp.com': `http://127.0.0.1:${upstream}` },
  };
  const product = (usageLogging: boolean) =>
    start(stack, productScript, JSON.stringify({ ...route, usageLogging }));
  const plain = await product(false);
  const logging = await product(true);
  return { upstream, bare, plain, logging, headers: { authorization: `Bearer ${made.key}` } };
}

async function openProduct(stack: AsyncDisposableStack) {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const server = await startEmbedded({ dataDir });
  stack.defer(() => server.stop());
  await migrate(server.url);
  const orm = await openOrm({ url: server.url });
  stack.defer(() => orm.close());
  const key = randomBytes(32).toString('base64');
  const keys = await parseKeyRing(key);
  await verifyKeyring(orm, keys);
  const http = createHttp({ clock: systemClock });
  stack.defer(() => http.close());
  const oauth = openPolicy('http://localhost');
  const runtime: Runtime = { orm, keys, clock: systemClock, http, signup: 'closed', oauth };
  return { url: server.url, key, runtime, owner: await foundOwner(runtime) };
}

async function foundOwner(runtime: Runtime): Promise<ServiceContext> {
  const organizationId = randomUUID();
  const userId = randomUUID();
  const connection = runtime.orm.em.fork().getConnection();
  await connection.execute(
    `insert into auth.organization (id, name, slug, "createdAt") values (?, 'Bench', 'bench', now())`,
    [organizationId],
  );
  await connection.execute(
    `insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     values (?, 'Bench', 'bench@example.org', true, now(), now())`,
    [userId],
  );
  await ensureAllIntegrations(runtime.orm);
  const actor = { type: 'user' as const, id: userId, name: 'Bench', email: 'bench@example.org' };
  return { runtime, requestId: 'req_bench', principal: asUser(organizationId, actor, 'owner') };
}
