import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { asSystem, systemClock } from '@patchbay/core';
import {
  localReceivers,
  openPublisher,
  openReceiver,
  openWorld,
  spawnWorker,
  type WorkerProcess,
  type World,
} from '@patchbay/cron/testing';
import { migrate } from '@patchbay/db';
import { freePort, startEmbedded } from '@patchbay/db/embedded';
import { createHttp } from '@patchbay/providers';
import { openPolicy, services } from '@patchbay/services';
import { openLine } from './load.ts';
import { hooksScript, requestOf, sourceSecret } from './scene.ts';

export type KillOptions = {
  events: number;
  /** Of each of the three. */
  kills: number;
  /** How long everything may take to arrive after the last was accepted. */
  patienceMs: number;
};

export type KillResult = {
  accepted: number;
  /** Requests that were not answered with success and were sent again. */
  refusedOrLost: number;
  kills: { web: number; cron: number; postgres: number };
  stored: number;
  /** Accepted, but not in the database; accepted, but never at the receiver. Both have to be empty. */
  lost: string[];
  undelivered: string[];
  /** Events that are in the database twice, and events that arrived under more than one id. */
  doubled: number;
  underTwoIds: number;
  /** Arrivals beyond the first of an event. */
  repeated: number;
  lastArrivalMs: number;
};

const senders = 24;

/**
 * Sends events while web, cron and PostgreSQL are killed with SIGKILL in turns and started again, and says what became
 * of every event that was answered with success.
 */
export async function killRun({ events, kills, patienceMs }: KillOptions): Promise<KillResult> {
  await using stack = new AsyncDisposableStack();
  const place = await openPlace(stack);
  const { world, receiver, path } = place;
  const web = webProcess(stack, world, await freePort());
  await web.start();
  const cron = cronProcess(stack, world);
  await cron.start();

  const names = Array.from({ length: events }, () => `msg_${randomUUID()}`);
  const counts = { web: 0, cron: 0, postgres: 0 };
  const sending = sendAll(web.port, path, names);
  const killing = (async () => {
    for (let round = 0; round < kills; round += 1) {
      await wait(400);
      await web.kill();
      counts.web += 1;
      await wait(200);
      await web.start();
      await wait(400);
      await cron.kill();
      counts.cron += 1;
      await wait(200);
      await cron.start();
      await wait(400);
      await place.killDatabase();
      counts.postgres += 1;
      await wait(200);
      await place.startDatabase();
    }
  })();
  const [sent] = await Promise.all([sending, killing]);

  const acceptedAt = performance.now();
  const isDelivered = async () => {
    const ids = new Set(receiver.arrivals.map(({ id }) => id));
    return [...(await idsOf(world)).values()].every(([id]) => ids.has(id ?? ''));
  };
  while (performance.now() - acceptedAt < patienceMs && !(await isDelivered())) await wait(250);

  const stored = await idsOf(world);
  const arrivals = Map.groupBy(receiver.arrivals, ({ id }) => id);
  const known = new Set([...stored.values()].flat());
  return {
    accepted: sent.accepted.size,
    refusedOrLost: sent.failures,
    kills: counts,
    stored: stored.size,
    lost: [...sent.accepted].filter((name) => !stored.has(name)),
    undelivered: [...sent.accepted].filter((name) => !arrivals.has(stored.get(name)?.[0] ?? '')),
    doubled: [...stored.values()].filter((ids) => ids.length > 1).length,
    underTwoIds: [...arrivals.keys()].filter((id) => !known.has(id)).length,
    repeated: receiver.arrivals.length - arrivals.size,
    lastArrivalMs: Math.max(0, (receiver.arrivals.at(-1)?.at ?? 0) - acceptedAt),
  };
}

/** A database that can be killed, a source, a subscription and its receiver. */
async function openPlace(stack: AsyncDisposableStack) {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-kill-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  let server = await startEmbedded({ dataDir });
  stack.defer(() => server.stop());
  await migrate(server.url);
  const world = await openWorld(server.url);
  stack.defer(() => world.close());
  const [{ data_directory: data = '' } = {}] = await world.orm.em
    .fork()
    .execute<{ data_directory: string }[]>('show data_directory');
  const receiver = await openReceiver();
  stack.defer(() => receiver.close());
  const publisher = await openPublisher(world);
  await publisher.subscribe(receiver.url);
  const path = await makeSource(world, publisher.organizationId);
  return {
    world,
    receiver,
    path,
    async killDatabase() {
      const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    /** Its children notice the death and go; until then no other may start. */
    async startDatabase() {
      for (let attempt = 0; ; attempt += 1) {
        try {
          server = await startEmbedded({ dataDir });
          return;
        } catch (error) {
          if (attempt === 40) throw error;
          await wait(250);
        }
      }
    },
  };
}

async function makeSource({ orm, keys }: World, organizationId: string): Promise<string> {
  const http = createHttp({ clock: systemClock });
  const oauth = openPolicy('http://patchbay.test');
  const runtime = { orm, keys, clock: systemClock, http, signup: 'closed' as const, oauth };
  const principal = asSystem(organizationId, 'bench', ['webhooks:edit']);
  const context = { runtime, requestId: 'req_bench', principal };
  const input = { provider: 'standard-webhooks', secret: sourceSecret };
  const { url } = await services.sources.create(context, input);
  await http.close();
  return new URL(url ?? '').pathname;
}

/** Sends every event until it is answered with success, one in ten of them twice. */
async function sendAll(port: number, path: string, names: readonly string[]) {
  const waiting = names.flatMap((name, at) => (at % 10 === 0 ? [name, name] : [name]));
  const accepted = new Set<string>();
  let failures = 0;
  const sender = async () => {
    let line: Awaited<ReturnType<typeof openLine>> | null = null;
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      try {
        line ??= await openLine(port);
        const status = await line.send(requestOf(path, name));
        if (status === 204) {
          accepted.add(name);
          // So that the sending lasts as long as the killing.
          await wait(10);
          continue;
        }
        if (status !== 503) throw new Error(`answered ${status}`);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('answered')) throw error;
        line?.close();
        line = null;
      }
      failures += 1;
      waiting.push(name);
      await wait(50);
    }
    line?.close();
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return { accepted, failures };
}

/** The ids in the database by what the sender called the event. */
async function idsOf({ orm }: World): Promise<Map<string, string[]>> {
  const rows = await orm.em
    .fork()
    .execute<{ name: string; ids: string[] }[]>(
      'select delivery_id as name, array_agg(id::text) as ids from webhook_events group by 1',
    );
  return new Map(rows.map(({ name, ids }) => [name, ids]));
}

function webProcess(stack: AsyncDisposableStack, { env }: World, port: number) {
  let child: ChildProcess | null = null;
  const settings = JSON.stringify({ url: env.DATABASE_URL, key: env.APP_ENCRYPTION_KEY, port });
  stack.defer(() => void child?.kill('SIGKILL'));
  const kill = async () => {
    if (!child) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    port,
    kill,
    async start() {
      child = spawn(process.execPath, [fileURLToPath(hooksScript), settings], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      if (child.stdout) await once(createInterface({ input: child.stdout }), 'line');
    },
  };
}

function cronProcess(stack: AsyncDisposableStack, world: World) {
  let worker: WorkerProcess | null = null;
  stack.defer(() => worker?.kill('SIGKILL'));
  return {
    async start() {
      worker = spawnWorker('node', { ...world.env, ...localReceivers });
      await worker.ready;
    },
    async kill() {
      worker?.kill('SIGKILL');
      await worker?.ended;
    },
  };
}
