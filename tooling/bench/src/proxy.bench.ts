import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { type Load, load, type Took } from './proxy/load.ts';
import { openScene } from './proxy/scene.ts';

const roundMs = 1_500;
const rounds = 4;
const path = '/1024';

type Lane = { name: string; load: Omit<Load, 'concurrency'> };

export const benchmark: Benchmark = {
  name: 'proxy',
  about:
    'GET of 1 KB through the proxy, beside a direct call and beside a bare http + undici proxy',
  async run() {
    await using stack = new AsyncDisposableStack();
    const { upstream, bare, plain, logging, headers } = await openScene(stack);
    const through = { path: `/proxy/syncro${path}`, headers };
    const lanes: Lane[] = [
      { name: 'direct', load: { port: upstream, path } },
      { name: 'bare', load: { port: bare, path } },
      { name: 'proxy', load: { port: plain, ...through } },
      { name: 'logged', load: { port: logging, ...through } },
    ];
    const alone = await measure(lanes, 1);
    const many = await measure(lanes, 32);
    const state = State.parse(await (await fetch(`http://127.0.0.1:${logging}/`)).json());
    const of = (took: Map<string, Took>, name: string) => took.get(name) ?? nothing;
    return {
      figures: {
        perSecondAt32: of(many, 'proxy').perSecond,
        perSecondAt32Logged: of(many, 'logged').perSecond,
        p99MsAt32: of(many, 'proxy').p99Ms,
        p50MsAt1: of(alone, 'proxy').p50Ms,
        p50MsAt1Logged: of(alone, 'logged').p50Ms,
        p50MsAt1OverBare: of(alone, 'proxy').p50Ms - of(alone, 'bare').p50Ms,
        perSecondAt1: of(alone, 'proxy').perSecond,
        loggedShareOfBareAt32: of(many, 'logged').perSecond / of(many, 'bare').perSecond,
        logRowsWritten: state.log.written,
        logRowsDropped: state.log.dropped,
        residentMb: state.memory.rss / 1e6,
      },
      limit: {
        barePerSecondAt32: of(many, 'bare').perSecond,
        bareP50MsAt1: of(alone, 'bare').p50Ms,
        barePerSecondAt1: of(alone, 'bare').perSecond,
        directPerSecondAt32: of(many, 'direct').perSecond,
        directP50MsAt1: of(alone, 'direct').p50Ms,
      },
      ratio: of(many, 'proxy').perSecond / of(many, 'bare').perSecond,
    };
  },
};

const State = z.object({
  log: z.object({ written: z.number(), dropped: z.number() }),
  memory: z.object({ rss: z.number() }),
});

const nothing: Took = { perSecond: 0, p50Ms: 0, p99Ms: 0, count: 0 };

/** Each kind in turns, so that whatever else the machine does falls on all of them; the middle round counts. */
async function measure(lanes: Lane[], concurrency: number): Promise<Map<string, Took>> {
  const took = new Map<string, Took[]>(lanes.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const lane of lanes) {
      const result = await load({ ...lane.load, concurrency }, roundMs);
      if (round >= 0) took.get(lane.name)?.push(result);
    }
  }
  return new Map([...took].map(([name, results]) => [name, middle(results)]));
}

const middle = (results: Took[]): Took =>
  results.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(results.length / 2)] ?? nothing;
