import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { openHooks, openPolicy } from '@patchbay/services';
import { z } from 'zod';
import { openLiveEvents } from '../../live.ts';
import { createRuntime } from '../../runtime.ts';
import { createHookDoor } from '../hooks.ts';

/** A process that takes webhooks and nothing else of the web app, for benchmarks. Settings come as JSON. */
const Settings = z.object({ url: z.string(), key: z.string(), port: z.number().default(0) });

const settings = Settings.parse(JSON.parse(process.argv[2] ?? '{}'));
const log = (line: string) => void process.stderr.write(`${line}\n`);
const runtime = await createRuntime({
  DATABASE_URL: settings.url,
  APP_ENCRYPTION_KEY: settings.key,
  OUTBOUND_ALLOW: [],
  OUTBOUND_REWRITES: {},
  SIGNUP: 'closed',
  oauth: openPolicy('http://127.0.0.1'),
  variables: {},
});
const hooks = openHooks(runtime, {
  onError: (error) => log(`hooks: ${error instanceof Error ? error.message : 'trouble'}`),
});
const live = openLiveEvents({ url: settings.url, log, watch: hooks });
await live.ready;
const door = createHookDoor({ hooks, log, now: Date.now });
const server = createServer((request, response) => {
  if (door.take(request, response)) return;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ memory: process.memoryUsage(), cpu: process.cpuUsage() }));
});
server.listen(settings.port, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});

process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await live.close();
  await hooks.close();
  await runtime.close();
  process.exit(0);
});
