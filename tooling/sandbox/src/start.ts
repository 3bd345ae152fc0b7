import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { controlRoutes } from './control.ts';
import { createCounters, type SandboxStats } from './counters.ts';
import { createDesk } from './desk.ts';
import { createFaults, type Fault, type FaultSetting } from './faults.ts';
import { msp360Password, msp360Routes } from './msp360/routes.ts';
import { syncroRoutes } from './syncro/routes.ts';

/** Settings that the fakes accept, one set per provider key. Any other number is another account. */
export const demoSettings = {
  syncro: { subdomain: 'demo', apiToken: 'sandbox-syncro-1' },
  msp360: { login: 'sandbox-msp360-1', password: msp360Password, label: 'Demo backups' },
} as const;

export type Sandbox = {
  url: string;
  /** For `createHttp`: which hosts the sandbox plays. */
  rewrites: Record<string, string>;
  /** For `createHttp`: the sandbox's own address, `host:port`. */
  allow: string[];
  demo: typeof demoSettings;
  stats(): SandboxStats;
  resetStats(): void;
  /** Makes every request of a credential (`sandbox-syncro-7`) meet a fault. */
  setFault(credential: string, setting: Partial<FaultSetting> & { fault: Fault }): void;
  clearFaults(credential?: string): void;
  close(): Promise<void>;
};

/**
 * Starts fakes of closed systems on one loopback server: `<url>/<original host>/<path>`.
 * `port` 0 takes a free one.
 */
export async function startSandbox(options: { port: number; host?: string }): Promise<Sandbox> {
  const { port, host = '127.0.0.1' } = options;
  const counters = createCounters();
  const faults = createFaults();
  const app = createApp(counters, faults);
  const { server, address } = await listen(app, port, host);
  const url = `http://${host}:${address.port}`;
  return {
    url,
    rewrites: { '*.syncromsp.com': url, 'api.mspbackups.com': url },
    allow: [`${host}:${address.port}`],
    demo: demoSettings,
    stats: counters.read,
    resetStats: counters.reset,
    setFault: faults.set,
    clearFaults: faults.clear,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createApp(
  counters: ReturnType<typeof createCounters>,
  faults: ReturnType<typeof createFaults>,
) {
  const desk = createDesk(counters, faults);
  const app = new Hono();
  app.get('/', (context) =>
    context.json({ sandbox: true, hosts: ['*.syncromsp.com', 'api.mspbackups.com'] }),
  );
  app.route('/_control', controlRoutes(counters, faults));
  app.route('/:host{[a-z0-9-]+\\.syncromsp\\.com}/api/v1', syncroRoutes(desk));
  app.route('/api.mspbackups.com', msp360Routes(desk));
  app.notFound((context) => context.json({ error: 'The sandbox does not play this address' }, 404));
  return app;
}

function listen(app: Hono, port: number, host: string) {
  const server = createServer(getRequestListener(app.fetch));
  return new Promise<{ server: typeof server; address: AddressInfo }>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address && typeof address === 'object') resolve({ server, address });
    });
  });
}
