// Run by `catalog/ssh/provider.test.ts` under Node and under Deno: accounts over SSH on real sockets, as JSON.
import { systemClock } from '@patchbay/core';
import { ssh } from '../catalog/ssh/provider.ts';
import { startHost } from '../catalog/ssh/testing/host.ts';
import { keyPair } from '../catalog/ssh/testing/key-pair.ts';
import { createHttp } from '../http/create-http.ts';
import { checkIntegration } from '../kit/check.ts';
import { openClient } from '../kit/client.ts';

const host = await startHost();
const http = createHttp({ clock: systemClock, allow: ['127.0.0.1'] });
const { settings } = host;
const opened = openClient(ssh, settings, { http });
const { accounts } = ssh;
if (!opened || !accounts) throw new Error('ssh has accounts');
const step = { client: opened.client, settings };
const pair = keyPair;

const check = async (changed: object = {}) => {
  const clock = systemClock;
  return checkIntegration(ssh, { ...settings, ...changed }, { http, clock });
};
const made = await accounts.create(step, {
  identifier: 'ann',
  secret: null,
  mark: 'patchbay:1',
  input: { keys: [pair().public.trim()] },
  person: { name: 'Ann', email: 'ann@example.org' },
});
await accounts.suspend?.(step, { identifier: 'ann', reason: '' });
const result = {
  health: (await check()).health,
  made: made.state,
  locked: (await accounts.find(step, 'ann'))?.state,
  wrongPin: (await check({ hostKeyFingerprint: `SHA256:${'A'.repeat(43)}` })).reason,
  wrongKey: (await check({ privateKey: pair().private })).reason,
};
await http.close();
await host.close();
console.log(JSON.stringify(result));
