import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asSystem, systemClock } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { migrate, type Orm, openOrm } from '@patchbay/db';
import { startEmbedded } from '@patchbay/db/embedded';
import { createHttp, providerKeys } from '@patchbay/providers';
import {
  ensureAllIntegrations,
  openPolicy,
  type ServiceContext,
  services,
} from '@patchbay/services';
import type { Benchmark } from './benchmark.ts';

const foreignRows = 10_000;
const warmUps = 50;
const rounds = 400;

export const benchmark: Benchmark = {
  name: 'integrations-list',
  about: `integrations.list beside its SQL alone, with ${foreignRows} rows of other tenants and a day of checks`,
  async run() {
    await using stack = new AsyncDisposableStack();
    const orm = await openDatabase(stack);
    const organizationId = randomUUID();
    await found(orm, [organizationId]);
    await addChecks(orm);
    const context = await contextOf(orm, organizationId, stack);
    const list = () => services.integrations.list(context, {});
    const raw = () => ask(orm, organizationId);

    const alone = await measure({ list });
    const others = Array.from({ length: foreignRows / providerKeys.length }, () => randomUUID());
    await found(orm, others);
    await addChecks(orm);
    // Taken in turns, so that whatever else the machine does falls on both.
    const { list: listed, raw: asked } = await measure({ list, raw });
    return {
      figures: {
        listMedianMs: listed.median,
        listP95Ms: listed.p95,
        listMedianMsWithoutOthers: alone.list.median,
      },
      limit: { sqlMedianMs: asked.median, sqlP95Ms: asked.p95 },
      ratio: asked.median / listed.median,
    };
  },
};

async function openDatabase(stack: AsyncDisposableStack): Promise<Orm> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const server = await startEmbedded({ dataDir });
  stack.defer(() => server.stop());
  await migrate(server.url);
  const orm = await openOrm({ url: server.url });
  stack.defer(() => orm.close());
  return orm;
}

async function contextOf(
  orm: Orm,
  organizationId: string,
  stack: AsyncDisposableStack,
): Promise<ServiceContext> {
  const clock = systemClock;
  const http = createHttp({ clock });
  stack.defer(() => http.close());
  const keys = await parseKeyRing(randomKey());
  const principal = asSystem(organizationId, 'benchmark', ['settings:read']);
  return {
    runtime: { orm, keys, clock, http, signup: 'closed', oauth: openPolicy('http://localhost') },
    principal,
    requestId: 'req_benchmark',
  };
}

const randomKey = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');

const run = (orm: Orm, statement: string, parameters: unknown[] = []) =>
  orm.em.fork().getConnection().execute(statement, parameters);

async function found(orm: Orm, ids: string[]): Promise<void> {
  await run(
    orm,
    `insert into auth.organization (id, name, slug, "createdAt")
     select id::uuid, 'Organization', id, now() from jsonb_array_elements_text(?::jsonb) as id`,
    [JSON.stringify(ids)],
  );
  await ensureAllIntegrations(orm);
  await run(orm, 'analyze');
}

/** A check every two hours of the last day for everything that has none yet. */
async function addChecks(orm: Orm): Promise<void> {
  await run(
    orm,
    `insert into integration_health_checks
       (integration_id, slot, organization_id, trigger, health, message, latency_ms, stages, checked_at)
     select c.id, slot, c.organization_id, 'schedule', 'ok', 'fine', 20, '[]', slot
     from integration_configs c, generate_series(now() - interval '23 hours', now(), interval '2 hours') slot
     where not exists (select 1 from integration_health_checks h where h.integration_id = c.id)`,
  );
  await run(orm, 'analyze');
}

/** The least that has to be asked for the same page: the rows, and the checks of the day by half hour. */
async function ask(orm: Orm, organizationId: string): Promise<void> {
  await run(
    orm,
    `select id, provider, label, enabled, status, health, health_reason, error_message, last_health_check
     from integration_configs where organization_id = ? order by provider`,
    [organizationId],
  );
  await run(
    orm,
    `select integration_id, floor(extract(epoch from slot) / 1800) as bucket, count(*), max(health)
     from integration_health_checks
     where organization_id = ? and slot >= now() - interval '1 day' and slot < now()
     group by integration_id, bucket`,
    [organizationId],
  );
}

type Spread = { median: number; p95: number };

/** Milliseconds of each kind of work, in turns. */
async function measure<Name extends string>(
  works: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, Spread>> {
  const names = Object.keys(works) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const name of names) {
      const started = performance.now();
      await works[name]();
      if (round >= 0) times.get(name)?.push(performance.now() - started);
    }
  }
  const spreads = names.map((name) => [name, spreadOf(times.get(name) ?? [])] as const);
  return Object.fromEntries(spreads) as Record<Name, Spread>;
}

function spreadOf(times: number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}
