import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { abandon, load } from './proxy/load.ts';
import { openScene } from './proxy/scene.ts';

const turnMs = 2_000;
/** While code is compiled and pools fill, memory grows in any process. */
const warmUpShare = 1 / 3;

type Sample = { minutes: number; mb: number };
type Lane = { name: string; port: number; samples: Sample[]; calls: number; seconds: number };

export const benchmark: Benchmark = {
  name: 'proxy-soak',
  about:
    'memory of the proxy over time under small, large and abandoned calls (--minutes, 3 unless told)',
  async run({ minutes = 3 }) {
    await using stack = new AsyncDisposableStack();
    const { bare, plain, logging, headers } = await openScene(stack);
    const lanes: Lane[] = [laneOf('plain', plain), laneOf('logged', logging)];
    const reference = laneOf('bare', bare);
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 60_000;
    while (elapsed() < minutes) {
      for (const lane of lanes) {
        await press(lane, '/proxy/syncro', headers);
        lane.samples.push({ minutes: elapsed(), mb: await residentMb(lane.port) });
      }
      await press(reference, '', {});
      console.error(lineOf(elapsed(), lanes));
    }
    await wait(1_000);
    const state = State.parse(await (await fetch(`http://127.0.0.1:${logging}/`)).json());
    const [first = reference, second = reference] = lanes;
    return {
      figures: {
        minutes: elapsed(),
        ...memoryOf('', first),
        ...memoryOf('Logged', second),
        perSecond: perSecond(first),
        perSecondLogged: perSecond(second),
        logRowsWritten: state.log.written,
        logRowsDropped: state.log.dropped,
        heapMbLogged: state.memory.heapUsed / 1e6,
      },
      limit: { barePerSecond: perSecond(reference) },
      ratio: perSecond(first) / perSecond(reference),
    };
  },
};

const State = z.object({
  log: z.object({ written: z.number(), dropped: z.number() }),
  memory: z.object({ rss: z.number(), heapUsed: z.number() }),
});

const laneOf = (name: string, port: number): Lane => ({
  name,
  port,
  samples: [],
  calls: 0,
  seconds: 0,
});

/** One turn: many small calls, some large ones, and callers who do not wait for the end. */
async function press(lane: Lane, prefix: string, headers: Record<string, string>): Promise<void> {
  const { port } = lane;
  const took = await load({ port, headers, path: `${prefix}/1024`, concurrency: 32 }, turnMs);
  lane.calls += took.count;
  lane.seconds += turnMs / 1_000;
  await load({ port, headers, path: `${prefix}/1000000`, concurrency: 4 }, turnMs / 4);
  await abandon({ port, headers, path: `${prefix}/10000000`, concurrency: 16 });
}

const perSecond = ({ calls, seconds }: Lane): number => calls / seconds;

async function residentMb(port: number): Promise<number> {
  const state = State.parse(await (await fetch(`http://127.0.0.1:${port}/`)).json());
  return state.memory.rss / 1e6;
}

function memoryOf(suffix: string, { samples }: Lane): Record<string, number> {
  const mb = samples.map((sample) => sample.mb);
  return {
    [`firstMb${suffix}`]: mb[0] ?? Number.NaN,
    [`lastMb${suffix}`]: mb.at(-1) ?? Number.NaN,
    [`highestMb${suffix}`]: Math.max(...mb),
    [`slopeMbPerMinute${suffix}`]: slopeOf(samples.slice(Math.floor(samples.length * warmUpShare))),
  };
}

/** Least squares. */
function slopeOf(samples: Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const at = mean(({ minutes }) => minutes);
  const level = mean(({ mb }) => mb);
  const spread = mean(({ minutes }) => (minutes - at) ** 2);
  return mean(({ minutes, mb }) => (minutes - at) * (mb - level)) / spread;
}

const lineOf = (minutes: number, lanes: Lane[]): string =>
  [
    `${(minutes * 60).toFixed(0).padStart(4)} s`,
    ...lanes.map(({ name, samples }) => `${name} ${samples.at(-1)?.mb.toFixed(1)} MB`),
  ].join('  ');
