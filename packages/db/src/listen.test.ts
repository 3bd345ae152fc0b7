import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { listenForever } from './listen.ts';
import { query, testDatabase } from './testing/database.ts';

test('hears every channel, and again after its connection was cut', async () => {
  const url = await testDatabase({ migrated: false });
  const heard: string[] = [];
  let connections = 0;
  let lost = 0;
  const listener = listenForever({
    url,
    applicationName: 'patchbay listen test',
    channels: ['one', 'two'],
    onMessage: (payload, channel) => heard.push(`${channel} ${payload}`),
    onConnected: () => {
      connections += 1;
    },
    onLost: () => {
      lost += 1;
    },
    onTrouble: () => {},
  });
  onTestFinished(() => listener.close());
  await listener.ready;
  const say = () =>
    query(url, `select pg_notify('one', 'a'), pg_notify('two', 'b'), pg_notify('three', 'c')`);
  await say();
  while (heard.length < 2) await wait(5);
  expect(heard).toEqual(['one a', 'two b']);

  await query(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'patchbay listen test'`,
  );
  while (connections < 2) await wait(5);
  expect(lost).toBe(1);
  await say();
  while (heard.length < 4) await wait(5);
  expect(heard.slice(2)).toEqual(['one a', 'two b']);
});
