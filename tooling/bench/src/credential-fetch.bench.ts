import { credentialCache, credentialFor } from '@patchbay/services';
import type { Benchmark } from './benchmark.ts';
import { openTenant } from './proxy/scene.ts';

const remembered = 200_000;
const looked = 2_000;
const warmUps = 200;

export const benchmark: Benchmark = {
  name: 'credential-fetch',
  about:
    'the credentials of an integration, remembered and read anew, beside the bare row from SQL',
  async run() {
    await using stack = new AsyncDisposableStack();
    const { runtime, owner } = await openTenant(stack);
    const { organizationId } = owner.principal;
    const cache = credentialCache(runtime);
    cache.setListening(true);
    const fetch = () => credentialFor(runtime, organizationId, 'syncro');
    const anew = () => {
      cache.forget(organizationId);
      return fetch();
    };
    const bare = () =>
      runtime.orm.em
        .fork()
        .getConnection()
        .execute(
          'select id, settings from integration_configs where organization_id = ? and provider = ?',
          [organizationId, 'syncro'],
        );
    for (let round = 0; round < warmUps; round += 1) {
      await anew();
      await bare();
    }
    const [read, raw] = await inTurns([anew, bare], looked);
    await fetch();
    const started = performance.now();
    for (let round = 0; round < remembered; round += 1) await fetch();
    const seconds = (performance.now() - started) / 1_000;
    return {
      figures: {
        rememberedPerSecond: remembered / seconds,
        rememberedMicroseconds: (seconds / remembered) * 1e6,
        readPerSecond: 1_000 / (read ?? Number.NaN),
        readMedianMs: read ?? Number.NaN,
      },
      limit: { sqlMedianMs: raw ?? Number.NaN },
      ratio: (raw ?? Number.NaN) / (read ?? Number.NaN),
    };
  },
};

/** The median milliseconds of each kind of work, taken in turns. */
async function inTurns(works: (() => Promise<unknown>)[], times: number): Promise<number[]> {
  const took = works.map((): number[] => []);
  for (let round = 0; round < times; round += 1) {
    for (const [index, work] of works.entries()) {
      const started = performance.now();
      await work();
      took[index]?.push(performance.now() - started);
    }
  }
  return took.map((each) => each.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN);
}
