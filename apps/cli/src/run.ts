import { EnvironmentError, exitCodes, isPatchbayError } from '@patchbay/core';
import type { Command, Terminal } from './command.ts';
import { commands } from './commands.ts';

/** Runs one command line and answers the exit code; `complain` gets what goes to standard error. */
export async function run(
  words: string[],
  terminal: Terminal,
  complain: (text: string) => void,
): Promise<number> {
  if (words.length === 0 || words[0] === 'help' || words[0] === '--help') {
    terminal.print(help());
    return exitCodes.ok;
  }
  const found = commands.flatMap((command) => match(command, words)).at(0);
  if (!found) {
    complain(`There is no command "${words.join(' ')}".\n\n${help()}`);
    return exitCodes.failure;
  }
  try {
    await found.command.run(terminal, found.given);
    return exitCodes.ok;
  } catch (error) {
    complain(wordsFor(error));
    return exitCodeFor(error);
  }
}

const isBlank = (word: string) => word === word.toUpperCase();

/** The command whose fixed words are the ones typed, with what was filled in for the others. */
function match(command: Command, words: string[]): { command: Command; given: string[] }[] {
  const pattern = command.usage.split(' ');
  const fits =
    pattern.length === words.length &&
    pattern.every((word, index) => isBlank(word) || word === words[index]);
  return fits
    ? [{ command, given: words.filter((_, index) => isBlank(pattern[index] ?? '')) }]
    : [];
}

function help(): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length)) + 2;
  const lines = commands.map(({ usage, about }) => `  ${usage.padEnd(width)}${about}`);
  return ['Usage: patchbay COMMAND', '', ...lines, '', 'DATABASE_URL names the database.'].join(
    '\n',
  );
}

function wordsFor(error: unknown): string {
  if (isPatchbayError(error)) return Object.values(error.fields ?? {}).flat()[0] ?? error.message;
  if (error instanceof EnvironmentError) return error.message;
  if (isUnreachable(error)) return 'The database at DATABASE_URL does not answer.';
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function exitCodeFor(error: unknown): number {
  if (error instanceof EnvironmentError) return exitCodes.configuration;
  return isUnreachable(error) ? exitCodes.unavailable : exitCodes.failure;
}

const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'ECONNRESET'];

const isUnreachable = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && unreachable.includes(String(error.code))) || isUnreachable(error.cause));
