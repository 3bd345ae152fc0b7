import type { Benchmark } from './benchmark.ts';
import { type Load, load } from './proxy/load.ts';
import { openScene } from './proxy/scene.ts';

const roundMs = 2_000;
const rounds = 4;
const sizes = { small: 100 * 1_024, large: 10 * 1_024 * 1_024 };
const concurrency = { small: 8, large: 4 };

export const benchmark: Benchmark = {
  name: 'proxy-stream',
  about: 'answers of 100 KB and 10 MB through the proxy, beside a bare http + undici proxy',
  async run() {
    await using stack = new AsyncDisposableStack();
    const { upstream, bare, plain, logging, headers } = await openScene(stack);
    const rates = new Map<string, number>();
    for (const size of ['small', 'large'] as const) {
      const path = `/${sizes[size]}`;
      const through = { path: `/proxy/syncro${path}`, headers };
      const lanes: Record<string, Omit<Load, 'concurrency'>> = {
        direct: { port: upstream, path },
        bare: { port: bare, path },
        proxy: { port: plain, ...through },
        logged: { port: logging, ...through },
      };
      const found = await measure(lanes, concurrency[size]);
      for (const [name, perSecond] of found) {
        rates.set(`${name}-${size}`, (perSecond * sizes[size]) / 1e6);
      }
    }
    const of = (name: string) => rates.get(name) ?? Number.NaN;
    return {
      figures: {
        mbPerSecondOf100Kb: of('proxy-small'),
        mbPerSecondOf10Mb: of('proxy-large'),
        mbPerSecondOf100KbLogged: of('logged-small'),
        mbPerSecondOf10MbLogged: of('logged-large'),
        shareOfBareAt100Kb: of('proxy-small') / of('bare-small'),
      },
      limit: {
        bareMbPerSecondOf100Kb: of('bare-small'),
        bareMbPerSecondOf10Mb: of('bare-large'),
        directMbPerSecondOf100Kb: of('direct-small'),
        directMbPerSecondOf10Mb: of('direct-large'),
      },
      ratio: of('proxy-large') / of('bare-large'),
    };
  },
};

/** Answers a second of each kind, taken in turns; the middle round counts. */
async function measure(lanes: Record<string, Omit<Load, 'concurrency'>>, lanesAtOnce: number) {
  const took = new Map<string, number[]>(Object.keys(lanes).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, lane] of Object.entries(lanes)) {
      const { perSecond } = await load({ ...lane, concurrency: lanesAtOnce }, roundMs);
      if (round >= 0) took.get(name)?.push(perSecond);
    }
  }
  const middle = (rates: number[]) => rates.toSorted((a, b) => a - b)[Math.floor(rates.length / 2)];
  return [...took].map(([name, rates]) => [name, middle(rates) ?? Number.NaN] as const);
}
