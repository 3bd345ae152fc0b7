import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.ts';

const example = '.env.example';

/** `.env.example` is the one list of variables, so it has to hold what the apps read and nothing else. */
export function checkVariables(root: string, files: string[]): Finding[] {
  if (!existsSync(join(root, example))) return [];
  const read = files.filter((file) => /(^|\/)environment\.ts$/.test(file));
  const declared = read.flatMap((file) => variablesIn(root, file, /^ {2}([A-Z][A-Z0-9_]+):/g));
  // The apps read these too: providers name the variables of the app that an operator shares.
  const shared = files.flatMap((file) => {
    const key = /^packages\/providers\/src\/catalog\/(\w+)\//.exec(file)?.[1];
    if (!key) return [];
    return variablesIn(root, file, new RegExp(`: '(${key.toUpperCase()}_[A-Z_]+)'`, 'g'));
  });
  const known = [...declared, ...shared];
  const listed = variablesIn(root, example, /^([A-Z][A-Z0-9_]+)=/g);
  const names = (found: Named[]) => new Set(found.map(({ name }) => name));
  const missing = known.filter(({ name }) => !names(listed).has(name));
  const stale = listed.filter(({ name }) => !names(known).has(name));
  return [
    ...missing.map(({ file, line, name }) => ({
      file,
      line,
      problem: `${name} is not in ${example}`,
    })),
    ...stale.map(({ file, line, name }) => ({ file, line, problem: `${name} is read by no app` })),
  ];
}

type Named = { file: string; line: number; name: string };

function variablesIn(root: string, file: string, pattern: RegExp): Named[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((text, index) =>
    [...text.matchAll(pattern)].map(([, name = '']) => ({ file, line: index + 1, name })),
  );
}
