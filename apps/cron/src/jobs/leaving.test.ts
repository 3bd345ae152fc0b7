import { systemClock } from '@patchbay/core';
import { checkDrift, ensureJobs, waitingJobs } from '@patchbay/jobs';
import { createHttp, type Http } from '@patchbay/providers';
import { openPolicy, type Runtime } from '@patchbay/services';
import { type FreshDatabase, freshDatabase } from '@patchbay/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { openWorld, seedIntegrations, type World } from '../testing/index.ts';
import { checkDriftHandler } from './check-drift.ts';
import { removeAccountsHandler, sweepRemovalsHandler } from './remove-accounts.ts';
import { sweepDriftHandler } from './sweep-drift.ts';

let database: FreshDatabase;
let world: World;
let http: Http;
let runtime: Runtime;
const lines: string[] = [];
const log = createLog('info', (line) => lines.push(line));

beforeAll(async () => {
  database = await freshDatabase();
  await ensureJobs(database.url);
  world = await openWorld(database.url);
  const fetch = async () => new Response('', { status: 503 });
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

const { signal } = new AbortController();
const job = <Input>(input: Input) => ({ id: 'job', attempt: 1, input, signal });

it('does nothing, and says nothing, while nobody has left', async () => {
  const offboardingId = '00000000-0000-4000-8000-000000000000';
  await removeAccountsHandler({ runtime, log })(job({ offboardingId }));
  await sweepRemovalsHandler({ runtime, log })(job({ minute: '2026-01-05T09:00:00.000Z' }));
  await sweepDriftHandler({ runtime, log })(job({ day: '2026-01-05' }));
  expect(lines).toEqual([]);
});

it('queues each system once a day, and notes where the comparison failed', async () => {
  const [seeded] = await seedIntegrations(world.orm, world.keys, {
    count: 1,
    provider: 'mailcow',
    settings: () => ({
      baseUrl: 'https://mail.example.org',
      apiKey: 'AAAAAA-BBBBBB-CCCCCC-DDDDDD-EEEEEE',
      domain: 'example.org',
      defaultQuotaMiB: '512',
    }),
  });
  for (let attempt = 1; attempt <= 2; attempt += 1)
    await sweepDriftHandler({ runtime, log })(job({ day: '2026-01-06' }));
  const queued = await waitingJobs(world.orm.em.fork(), checkDrift);
  expect(queued.map(({ input }) => input)).toEqual([
    { organizationId: seeded?.organizationId, provider: 'mailcow' },
  ]);
  const [first] = queued;
  if (!first) throw new Error('nothing was queued');
  await checkDriftHandler({ runtime, log })(job(first.input));
  expect(lines.at(-1)).toContain('"outcome":"failed"');
});
