import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { openCalls, openPolicy } from '@patchbay/services';
import { z } from 'zod';
import { openLiveEvents } from '../../live.ts';
import { createRuntime } from '../../runtime.ts';
import { createProxy } from '../proxy.ts';

/** A process with the proxy and nothing else of the web app, for tests and benchmarks. Settings come as JSON. */
const Settings = z.object({
  url: z.string(),
  key: z.string(),
  allow: z.array(z.string()),
  rewrites: z.record(z.string(), z.string()),
  usageLogging: z.boolean(),
});

const settings = Settings.parse(JSON.parse(process.argv[2] ?? '{}'));
const log = (line: string) => void process.stderr.write(`${line}\n`);
const runtime = await createRuntime({
  DATABASE_URL: settings.url,
  APP_ENCRYPTION_KEY: settings.key,
  OUTBOUND_ALLOW: settings.allow,
  OUTBOUND_REWRITES: settings.rewrites,
  SIGNUP: 'closed',
  oauth: openPolicy('http://127.0.0.1'),
});
const calls = openCalls(runtime, {
  usageLogging: settings.usageLogging,
  onError: (error) => log(`calls: ${error instanceof Error ? error.message : 'trouble'}`),
});
const live = openLiveEvents({ url: settings.url, log, watch: calls });
await live.ready;
const proxy = createProxy({ runtime, log });
const server = createServer((request, response) => {
  if (proxy.take(request, response)) return;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ memory: process.memoryUsage(), log: calls.log.counts() }));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});

process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  proxy.close();
  await live.close();
  await calls.close();
  await runtime.close();
  process.exit(0);
});
