import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const permissions = [
  '--no-prompt',
  '--allow-net=127.0.0.1',
  '--allow-env',
  '--allow-sys',
  '--allow-read',
];
const programs = {
  node: { program: `${root}node_modules/.bin/node`, parameters: [] as string[] },
  deno: { program: `${root}node_modules/deno/deno`, parameters: ['run', ...permissions] },
};

export type RuntimeName = keyof typeof programs;
export const runtimes = Object.keys(programs) as RuntimeName[];

/** Runs a walk of this folder in a process of its own, with this one's environment unless told. */
export async function walked(
  runtime: RuntimeName,
  walk: string,
  env?: Record<string, string | undefined>,
): Promise<unknown> {
  const { program, parameters } = programs[runtime];
  const file = fileURLToPath(new URL(walk, import.meta.url));
  const { stdout } = await execute(program, [...parameters, file], {
    cwd: root,
    env,
  });
  return JSON.parse(stdout);
}
