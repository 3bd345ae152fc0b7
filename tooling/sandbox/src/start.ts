import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createClock } from './clock.ts';
import { controlRoutes, type GrantView, viewOf } from './control.ts';
import { createCounters, type SandboxStats } from './counters.ts';
import { demo } from './demo.ts';
import { createDesk } from './desk.ts';
import { createFaults, type Fault, type FaultSetting } from './faults.ts';
import { hostRoutes, playedHosts } from './hosts.ts';
import { createLimits } from './limits.ts';
import { type AppChange, createApps, type OAuthVendorKey } from './oauth/apps.ts';
import { createGrants } from './oauth/grants.ts';
import { rootPage } from './root-page.ts';
import { createShelf } from './shelf.ts';
import type { Stage } from './stage.ts';

export type Sandbox = {
  url: string;
  /** For `createHttp`: which hosts the sandbox plays. */
  rewrites: Record<string, string>;
  /** For `createHttp`: the sandbox's own address, `host:port`. */
  allow: string[];
  demo: typeof demo;
  stats(): SandboxStats;
  resetStats(): void;
  /** Makes every request of a credential (`sandbox-syncro-7`), grant, client or vendor meet a fault. */
  setFault(credential: string, setting: Partial<FaultSetting> & { fault: Fault }): void;
  clearFaults(credential?: string): void;
  /** Consents given so far. */
  grants(): GrantView[];
  revokeGrant(id: string): void;
  /** Ends the access tokens given so far; refresh tokens go on. */
  expireAccess(id: string): void;
  /** Registers a client, or changes one: redirect addresses, token life, rotation, withheld scopes. */
  putApp(clientId: string, change: AppChange & { vendor?: OAuthVendorKey }): void;
  advanceClock(seconds: number): void;
  enforceLimits(on: boolean): void;
  close(): Promise<void>;
};

export type SandboxOptions = {
  /** 0 takes a free one. */
  port: number;
  host?: string;
  /**
   * Names this run. Tokens that another run gave are then accepted again, so that what a person connected
   * in a demo still works after a restart. Without it nothing is known but what this sandbox issued.
   */
  run?: string;
  /** A folder for what people make in the fakes and expect to find again: mailboxes. In memory only without it. */
  keepIn?: string;
  now?: () => number;
};

/** Starts fakes of closed systems on one loopback server: `<url>/<original host>/<path>`. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, host = '127.0.0.1' } = options;
  const stage = createStage(options);
  const { server, address } = await listen(createApp(stage), port, host);
  const url = `http://${host}:${address.port}`;
  return {
    url,
    rewrites: Object.fromEntries(Object.keys(playedHosts).map((pattern) => [pattern, url])),
    allow: [`${host}:${address.port}`],
    demo,
    stats: stage.counters.read,
    resetStats: stage.counters.reset,
    setFault: stage.faults.set,
    clearFaults: stage.faults.clear,
    ...controls(stage),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function controls({ grants, apps, clock, limits }: Stage) {
  const requireGrant = (id: string) => {
    const grant = grants.find(id);
    if (!grant) throw new Error(`There is no grant ${id}`);
    return grant;
  };
  return {
    grants: () => grants.list().map(viewOf),
    revokeGrant: (id: string) => grants.revoke(requireGrant(id)),
    expireAccess: (id: string) => grants.expireAccess(requireGrant(id)),
    putApp(clientId: string, change: AppChange & { vendor?: OAuthVendorKey }) {
      if (!apps.put(clientId, change)) throw new Error('A new client needs its vendor');
    },
    advanceClock: clock.advance,
    enforceLimits: limits.enforce,
  };
}

function createStage({ now, run, keepIn }: SandboxOptions): Stage {
  const clock = createClock(now);
  const counters = createCounters();
  const faults = createFaults();
  const serials = new Map<string, number>();
  return {
    clock,
    counters,
    faults,
    desk: createDesk(counters, faults),
    limits: createLimits(clock),
    apps: createApps(),
    grants: createGrants(clock, run),
    shelf: createShelf(keepIn),
    run,
    serial(kind) {
      const next = (serials.get(kind) ?? 0) + 1;
      serials.set(kind, next);
      return next;
    },
  };
}

function createApp(stage: Stage) {
  const app = new Hono();
  app.get('/', rootPage);
  app.route('/_control', controlRoutes(stage));
  app.route('/', hostRoutes(stage));
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
