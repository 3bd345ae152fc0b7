import { systemClock } from '@patchbay/core';
import { catalog, createHttp, type Http } from '@patchbay/providers';
import { accountsLife } from '@patchbay/providers/testing';
import { afterAll, beforeAll, describe } from 'vitest';
import { demoSettings, type Sandbox, startSandbox } from '../index.ts';

let sandbox: Sandbox;
let http: Http;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  http = createHttp({ clock: systemClock, allow: sandbox.allow, rewrites: sandbox.rewrites });
});
afterAll(async () => {
  await http.close();
  await sandbox.close();
});

describe('a mailbox of the sandbox', () => {
  let names = 0;
  accountsLife(catalog.mailcow, async () => {
    names += 1;
    const settings = { ...demoSettings.mailcow, defaultQuotaMiB: '512' };
    return { http, settings, name: `life${names}` };
  });
});
