import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Benchmark } from './benchmark.ts';
import { start } from './proxy/processes.ts';
import { atRate, inParallel, openLine, type Took } from './webhooks/load.ts';
import { bodyOf, hooksScript, openSource, requestOf } from './webhooks/scene.ts';

const concurrency = 64;
const perRound = 6_000;
const rounds = 4;
const pacedRate = 500;
const pacedCount = 5_000;

export const benchmark: Benchmark = {
  name: 'webhook-ingest',
  about: 'signed events of 1 KB until their commit, beside bare INSERTs of one row each',
  async run() {
    await using stack = new AsyncDisposableStack();
    const { url, key, path, runtime, source } = await openSource(stack);
    const port = await start(stack, hooksScript, JSON.stringify({ url, key }));
    const clients = await openClients(stack, url);
    const lines = await Promise.all(Array.from({ length: concurrency }, () => openLine(port)));
    stack.defer(() => {
      for (const line of lines) line.close();
    });

    const took = { raw: [] as Took[], product: [] as Took[] };
    for (let round = -1; round < rounds; round += 1) {
      const ids = Array.from({ length: perRound }, () => `msg_${randomUUID()}`);
      const rows = ids.map((id) => ({ id, body: bodyOf(id) }));
      const raw = await inParallel(rows, clients, insertOne);
      const requests = ids.map((id) => requestOf(path, id));
      const product = await inParallel(requests, lines, sendOne);
      if (round < 0) continue;
      took.raw.push(raw);
      took.product.push(product);
    }
    const paced = await atRate(
      Array.from({ length: pacedCount }, () => requestOf(path, `msg_${randomUUID()}`)),
      lines,
      pacedRate,
      sendOne,
    );
    const rawPaced = await atRate(
      Array.from({ length: pacedCount }, () => ({ id: randomUUID(), body: bodyOf('paced') })),
      clients,
      pacedRate,
      insertOne,
    );
    const stored = await runtime.orm.em
      .fork()
      .getConnection()
      .execute<{ count: string }[]>('select count(*) from webhook_events where endpoint_id = ?', [
        source.id,
      ]);
    const sent = perRound * (rounds + 1) + pacedCount;
    if (Number(stored[0]?.count) !== sent)
      throw new Error(`${stored[0]?.count} of ${sent} events are stored`);
    const { product, raw } = { product: middle(took.product), raw: middle(took.raw) };
    return {
      figures: {
        acceptedPerSecond: product.perSecond,
        p50Ms: product.p50Ms,
        p99Ms: product.p99Ms,
        p50MsAt500PerSecond: paced.p50Ms,
        p99MsAt500PerSecond: paced.p99Ms,
      },
      limit: {
        insertsPerSecond: raw.perSecond,
        p50Ms: raw.p50Ms,
        p99Ms: raw.p99Ms,
        p99MsAt500PerSecond: rawPaced.p99Ms,
      },
      ratio: product.perSecond / raw.perSecond,
    };
  },
};

type Line = Awaited<ReturnType<typeof openLine>>;

async function sendOne(line: Line, request: Buffer): Promise<void> {
  const status = await line.send(request);
  if (status !== 204) throw new Error(`answered ${status}`);
}

async function openClients(stack: AsyncDisposableStack, url: string): Promise<pg.Client[]> {
  const clients = Array.from(
    { length: concurrency },
    () => new pg.Client({ connectionString: url }),
  );
  stack.defer(async () => {
    await Promise.all(clients.map((client) => client.end()));
  });
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query(`create table bench_events (id uuid primary key default gen_random_uuid(),
    delivery_id text not null unique, received_at timestamptz not null default now(), headers jsonb, body bytea)`);
  return clients;
}

const headers = JSON.stringify({ 'content-type': 'application/json', 'user-agent': 'bench' });

/** One row, one statement, one commit, made durable like the product's. */
async function insertOne(client: pg.Client, row: { id: string; body: Buffer }): Promise<void> {
  await client.query({
    name: 'insert',
    text: 'insert into bench_events (delivery_id, headers, body) values ($1, $2, $3)',
    values: [row.id, headers, row.body],
  });
}

const middle = (results: Took[]): Took =>
  results.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(results.length / 2)] ?? {
    perSecond: 0,
    p50Ms: 0,
    p99Ms: 0,
    count: 0,
  };
