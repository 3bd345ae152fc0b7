import process from 'node:process';
import { parseArgs } from 'node:util';
import { EnvironmentError, exitCodes, isPatchbayError } from '@patchbay/core';
import { readEnvironment } from './environment.ts';
import { Halt } from './stop-signal.ts';
import { supervise } from './supervise.ts';

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        dev: { type: 'boolean', default: false },
      },
    });
    return await supervise(readEnvironment(), values, log);
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  if (error instanceof Halt) {
    log(`\n${error.message}`);
    return error.exitCode;
  }
  if (error instanceof EnvironmentError) {
    log(`\nThe environment is not usable:\n${error.message}`);
    return exitCodes.configuration;
  }
  if (isPatchbayError(error)) {
    log(`\n${error.message}`);
    return exitCodes.unavailable;
  }
  if (error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    log(`\n${error.message}. Options: --json.`);
    return 64;
  }
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitCodes.failure;
}

process.exit(await main());
