import type { Finding } from './finding.ts';
import type { Source } from './sources.ts';
import { isTestFile } from './workspace.ts';

const forbiddenNames = /(^|\/)(utils?|helpers?|misc|common|manager)(\/|\.[a-z]+$)/;

/** A file is named for what it holds. */
export const checkName = (file: string): Finding[] =>
  forbiddenNames.test(file)
    ? [{ file, line: 1, problem: 'has a name that says nothing about what is inside' }]
    : [];

/** An app, and an example, which is a whole program. */
const mayReadEnvironment = /^(apps\/[^/]+\/.*\b|packages\/[^/]+\/examples\/)environment\.ts$/;

/** Configuration is read once per app and passed on; a package that reads it cannot be tested. */
export function checkEnvironment(file: string, source: Source): Finding[] {
  if (mayReadEnvironment.test(file) || isTestFile(file)) return [];
  return source.environmentReads.map((line) => ({
    file,
    line,
    problem: 'reads the environment; only environment.ts of an app may',
  }));
}

const providerFree = ['packages/services/', 'packages/trpc/', 'packages/jobs/', 'apps/'];

/** A provider is a folder in the catalog; code that names one elsewhere has to change with each new one. */
export function checkProviderNames(file: string, source: Source, keys: string[]): Finding[] {
  if (isTestFile(file) || !providerFree.some((folder) => file.startsWith(folder))) return [];
  return source.words.flatMap(({ text, line, kind }) =>
    keys
      .filter((key) => (kind === 'name' ? text === key : hasWord(text, key)))
      .map((key) => ({ file, line, problem: `names the provider ${key}; use the catalog` })),
  );
}

const hasWord = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w@/-])${word}(?![\\w-])`, 'i').test(text);
