// Run by `walk.ts` under Deno: prints what each step of an account's life came to, as JSON.
import process from 'node:process';
import { isPatchbayError, systemClock } from '@patchbay/core';
import {
  catalog,
  checkIntegration,
  createHttp,
  openAccounts,
  parseSettings,
} from '@patchbay/providers';
import type { AccountsWalk } from './walk.ts';

const walk: AccountsWalk = JSON.parse(process.argv[2] ?? '{}');
const provider = catalog[walk.provider];
const settings = parseSettings(provider, walk.settings);
const http = createHttp({ clock: systemClock, allow: ['127.0.0.0/8'], retries: 0 });
const accounts = openAccounts(provider, settings, { http });
const { identifier, secret } = walk.request;
const request = { input: {}, person: { name: 'Deno', email: 'deno@example.org' }, ...walk.request };
const codeOf = (error: unknown) => (isPatchbayError(error) ? error.code : String(error));

const report = await checkIntegration(provider, settings, { http, clock: systemClock });
const found = await accounts.find(identifier);
const created = await accounts.create(request);
const proved = await accounts.prove({ identifier, secret });
const disproved = await accounts.prove({ identifier, secret: 'wrong-password' });
const reset = await accounts.resetSecret({ identifier, secret: walk.newSecret });
const provedAgain = await accounts.prove({ identifier, secret: reset });
const taken = await accounts
  .create({ ...request, secret: 'of-somebody-else', mark: 'patchbay:another' })
  .then(() => null, codeOf);
await accounts.remove({ identifier, reason: 'left' });
const removed = await accounts.find(identifier);
await http.close();
console.log(
  JSON.stringify({
    health: report.health,
    found,
    created: created.identifier,
    proved,
    disproved,
    reset,
    provedAgain,
    taken,
    removed,
  }),
);
