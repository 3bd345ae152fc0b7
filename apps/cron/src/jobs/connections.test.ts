import { randomUUID } from 'node:crypto';
import { systemClock } from '@patchbay/core';
import { createHttp, type Http } from '@patchbay/providers';
import { openPolicy, type Runtime } from '@patchbay/services';
import { type FreshDatabase, freshDatabase } from '@patchbay/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { openWorld, seedIntegrations, type World } from '../testing/index.ts';
import { refreshConnectionsHandler } from './refresh-connections.ts';
import { revokeTokensHandler } from './revoke-tokens.ts';

let database: FreshDatabase;
let world: World;
let http: Http;
let runtime: Runtime;
const lines: string[] = [];
const log = createLog('info', (line) => lines.push(line));
const calls: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  world = await openWorld(database.url);
  const fetch = async (input: string | URL | Request) => {
    calls.push(String(input instanceof Request ? input.url : input));
    return new Response('', { status: 503 });
  };
  http = createHttp({ clock: systemClock, fetch, retries: 0 });
  const { orm, keys } = world;
  const oauth = openPolicy('http://localhost');
  runtime = { orm, keys, clock: systemClock, http, signup: 'closed', oauth };
});
afterAll(async () => {
  await http.close();
  await world.close();
  await database.drop();
});

const never = new AbortController().signal;
const job = { id: 'job', attempt: 1, input: { minute: '2026-01-05T09:00:00.000Z' }, signal: never };

it('does nothing, and says nothing, while nothing is due', async () => {
  await refreshConnectionsHandler({ runtime, log })(job);
  await revokeTokensHandler({ runtime, log })(job);
  expect({ calls, lines }).toEqual({ calls: [], lines: [] });
});

it('gives up tokens that no longer open, and goes on', async () => {
  const [seeded] = await seedIntegrations(world.orm, world.keys, {
    count: 1,
    provider: 'reddit',
    settings: () => ({}),
  });
  const em = world.orm.em.fork();
  await em.execute(
    `insert into integration_revocations
       (id, organization_id, integration_id, provider, account_name, sealed_grant, next_attempt_at)
     select ?, organization_id, id, provider, 'ada', 'pb1.1.AAAA', now() from integration_configs where id = ?`,
    [randomUUID(), seeded?.integrationId ?? ''],
  );
  await revokeTokensHandler({ runtime, log })(job);
  expect(lines.join()).toContain('"givenUp":1');
  expect(await em.execute('select 1 from integration_revocations')).toEqual([]);
});
