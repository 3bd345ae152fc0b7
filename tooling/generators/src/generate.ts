import { entity } from './kinds/entity.ts';
import { job } from './kinds/job.ts';
import { provider } from './kinds/provider.ts';
import { route } from './kinds/route.ts';
import { verb } from './kinds/verb.ts';
import { GeneratorError } from './names.ts';
import type { Step } from './plan.ts';
import { apply } from './plan.ts';

type Kind = { usage: string; plan: (names: string[]) => Step[] };

export const kinds: Record<string, Kind> = {
  provider: { usage: 'provider KEY', plan: provider },
  verb: { usage: 'verb AREA NAME', plan: verb },
  route: { usage: 'route NAME', plan: route },
  entity: { usage: 'entity NAME', plan: (names) => entity(names) },
  job: { usage: 'job NAME', plan: job },
};

/** Writes what a kind consists of into the repository at `root`; answers the paths that changed. */
export function generate(root: string, [kind = '', ...names]: string[]): string[] {
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (known === undefined || names.length === 0) throw new GeneratorError(usage());
  return apply(root, known.plan(names));
}

const usage = (): string =>
  ['Usage:', ...Object.values(kinds).map((kind) => `  npm run gen -- ${kind.usage}`)].join('\n');
