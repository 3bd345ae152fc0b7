import process from 'node:process';

const vitest = (args) => ({
  script: 'node_modules/vitest/vitest.mjs',
  args: ['run', '--config', 'tooling/vitest/vitest.config.ts', ...args],
});
const turbo = (task, args) => ({ bin: 'turbo', args: ['run', task, ...args] });
// In CI biome colours its report even where nobody sees colours.
const plain = process.stdout.isTTY ? [] : ['--colors=off'];
const biome = (args) => ({ bin: 'biome', args: [...args, ...plain] });
const boundaries = (args) => ({ script: 'tooling/boundaries/src/main.ts', args });
const denoCheck = {
  // Not node_modules/.bin/deno: that shim waits in spawnSync and passes no signal on.
  program: 'node_modules/deno/deno',
  args: ['check', '--quiet', 'apps/cron/src/main.ts'],
};

/** Each task is a list of steps; the first that fails ends it. `linked` steps see our death. */
export const tasks = {
  start: (args) => [{ script: 'tooling/start/src/main.ts', args, linked: true }],
  dev: (args) => [{ script: 'tooling/start/src/main.ts', args: ['--dev', ...args], linked: true }],
  test: (args) => [
    vitest(['--project', 'unit', '--project', 'db', '--project', 'tooling', ...args]),
  ],
  e2e: (args) => [vitest(['--project', 'e2e', '--project', 'journeys', ...args])],
  bench: (args) => [{ script: 'tooling/bench/src/main.ts', args }],
  gen: (args) => [{ script: 'tooling/generators/src/main.ts', args }],
  verify: () => [
    biome(['ci', '.']),
    boundaries([]),
    turbo('typecheck', ['--continue', '--output-logs', 'errors-only']),
    denoCheck,
  ],
  build: (args) => [turbo('build', args)],
  typecheck: (args) => [turbo('typecheck', ['--continue', ...args])],
  'typecheck:deno': () => [denoCheck],
  lint: (args) => [biome(['ci', '.', ...args])],
  format: (args) => [biome(['check', '--write', '.', ...args])],
  boundaries: (args) => [boundaries(args)],
};
