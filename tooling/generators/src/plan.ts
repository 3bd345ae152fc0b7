import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { GeneratorError } from './names.ts';

/** A file to write, or a change of one that exists. Paths are relative to the repository. */
export type Step =
  | { path: string; content: string }
  | { path: string; edit: (text: string) => string };

/** Works everything out before anything is written, so that a refusal leaves no half of it behind. */
export function apply(root: string, steps: Step[]): string[] {
  const results = steps.map((step) => ({ path: step.path, text: textAfter(root, step) }));
  for (const { path, text } of results) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const paths = results.map(({ path }) => path);
  format(root, paths);
  return paths;
}

function textAfter(root: string, step: Step): string {
  const file = join(root, step.path);
  const exists = existsSync(file);
  if ('edit' in step && !exists)
    throw new GeneratorError(`${step.path} does not exist, and this would extend it`);
  if ('edit' in step) return step.edit(readFileSync(file, 'utf8'));
  if (exists) throw new GeneratorError(`${step.path} exists already`);
  return step.content;
}

/** Sorts imports and breaks lines, so that templates need not. */
function format(root: string, paths: string[]): void {
  const biome = join(root, 'node_modules/.bin/biome');
  // Outside git there is no ignore file to obey, and biome would refuse for the lack of it.
  const args = ['check', '--write', '--vcs-enabled=false', ...paths];
  execFileSync(biome, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: process.env,
  });
}
