import process from 'node:process';
import { systemClock } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { openOrm } from '@patchbay/db';
import { createHttp } from '@patchbay/providers';
import { openPolicy, type Runtime } from '../../kernel/index.ts';
import { credentialFor } from '../credential-for.ts';
import { CredentialError } from '../live-credential.ts';
import { app } from './authorization-server.ts';

/** One process of callers: asks for the same credential many times at once, when it is told to. */
export type CallerOrder = {
  url: string;
  keys: string;
  rewrites: Record<string, string>;
  allow: string[];
  organizationId: string;
  callers: number;
};
/** Every different answer, with how often it came. */
export type CallerReport = { tokens: Record<string, number>; problems: Record<string, number> };

const order: CallerOrder = JSON.parse(process.argv[2] ?? '');
const orm = await openOrm({ url: order.url, poolSize: 6, applicationName: 'caller' });
const http = createHttp({ clock: systemClock, rewrites: order.rewrites, allow: order.allow });
const shared = { provider: 'reddit', settings: app };
const runtime: Runtime = {
  orm,
  keys: await parseKeyRing(order.keys),
  clock: systemClock,
  http,
  signup: 'closed',
  oauth: { ...openPolicy('http://patchbay.test'), sharedApps: { reddit: shared } },
};

async function ask(): Promise<CallerReport> {
  const report: CallerReport = { tokens: {}, problems: {} };
  const count = (counts: Record<string, number>, name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const call = async () => {
    try {
      const { token } = await credentialFor(runtime, order.organizationId, 'reddit');
      count(report.tokens, token?.accessToken ?? 'none');
    } catch (error) {
      count(report.problems, error instanceof CredentialError ? error.problem : String(error));
    }
  };
  await Promise.all(Array.from({ length: order.callers }, call));
  return report;
}

process.on('message', async () => {
  process.send?.(await ask());
  await http.close();
  await orm.close();
  process.disconnect();
});
process.send?.('ready');
