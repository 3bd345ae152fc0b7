import { systemClock } from '@patchbay/core';
import { createHttp, type Http } from '@patchbay/providers';
import { accountsContract, accountsLife } from '@patchbay/providers/testing';
import { afterAll, beforeAll, describe } from 'vitest';
import { lodge } from './lodge.ts';
import { type Lodge, startLodge } from './lodge-server.ts';

let server: Lodge;
let http: Http;
beforeAll(async () => {
  server = await startLodge();
  http = createHttp({ clock: systemClock, allow: ['127.0.0.1'], retries: 0 });
});
afterAll(async () => {
  await http.close();
  await server.close();
});

/** What tests of services rely on is what every provider keeps. */
describe('the lodge', () => {
  accountsContract(lodge, { url: 'http://127.0.0.1:1', token: 'a-token-of-the-lodge' });
  accountsLife(lodge, async () => {
    server.reset();
    const settings = { url: server.url, token: 'a-token-of-the-lodge' };
    return { http, settings, name: 'ann' };
  });
});
