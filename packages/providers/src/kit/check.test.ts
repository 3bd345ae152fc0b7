import { type StageReport, systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { catalog } from '../catalog/index.ts';
import { createHttp } from '../http/create-http.ts';
import { type Answer, standIn } from '../testing/stand-in.ts';
import { checkIntegration } from './check.ts';

const settings = { subdomain: 'acme', apiToken: 'token-that-nobody-may-see' };

const checkSyncro = (
  answer: Answer,
  more: { onStage?: (report: StageReport) => void; signal?: AbortSignal } = {},
) =>
  checkIntegration(catalog.syncro, settings, {
    http: createHttp({ clock: systemClock, fetch: standIn(answer).fetch, retries: 0 }),
    clock: systemClock,
    ...more,
  });

test('tells each step as it ends, in order', async () => {
  const told: StageReport[] = [];
  const report = await checkSyncro(() => ({ status: 401, body: {} }), {
    onStage: (stage) => told.push(stage),
  });
  expect(told).toEqual(report.stages);
  expect(told.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
    'address passed',
    'tls skipped',
    'auth failed',
    'sample skipped',
  ]);
});

test('a name that comes from the other side is shown short, plain and without the secret', async () => {
  const user_name = `Dana\u0000\r\n\u001b[31m ${settings.apiToken} ${'long '.repeat(100)}`;
  const report = await checkSyncro(({ url }) =>
    url.pathname.endsWith('/me')
      ? { body: { user_id: 1, user_name } }
      : { body: { customers: [] } },
  );
  const note = report.stages[2]?.note ?? '';
  expect(report.health).toBe('ok');
  expect(note).toMatch(/^Signed in as Dana \[31m \[redacted\] long/);
  expect(note.length).toBeLessThanOrEqual(200);
});

test('an unexpected failure is reported without its own words', async () => {
  const broken = {
    ...catalog.syncro,
    health: {
      auth: async () => {
        throw new Error(`boom ${settings.apiToken}`);
      },
      sample: async () => ({ note: '' }),
    },
  };
  const http = createHttp({ clock: systemClock, fetch: standIn(() => ({ body: {} })).fetch });
  const report = await checkIntegration(broken, settings, { http, clock: systemClock });
  expect(report).toMatchObject({
    health: 'error',
    reason: 'provider',
    message: 'The check failed unexpectedly.',
  });
});

test('a stopped check ends with a report', async () => {
  const report = await checkSyncro(() => ({ body: {} }), { signal: AbortSignal.abort() });
  expect(report).toMatchObject({ health: 'error', reason: 'unreachable' });
});

test('a provider without a check says so', async () => {
  const http = createHttp({ clock: systemClock });
  const report = await checkIntegration(catalog.obs, {}, { http, clock: systemClock });
  expect(report).toMatchObject({ health: 'error', reason: 'misconfigured' });
  expect(report.stages.every(({ outcome }) => outcome === 'skipped')).toBe(true);
  await http.close();
});
