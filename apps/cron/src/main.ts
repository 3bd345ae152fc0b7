import process from 'node:process';
import { EnvironmentError, exitCodes } from '@patchbay/core';
import { DatabaseRefusal } from './database.ts';
import { readEnvironment } from './environment.ts';
import { createLog } from './log.ts';
import { announceReady, stopRequested } from './shutdown.ts';
import { startWorker } from './worker.ts';

/** Longer than everything a stop waits for; whatever still hangs then is left to be retried elsewhere. */
const hardStopMs = 8_000;
const write = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const env = readEnvironment();
  const log = createLog(env.LOG_LEVEL, write);
  const opening = new AbortController();
  const asked = stopRequested();
  const isOpen = startWorker(env, log, opening.signal);
  // A stop before the worker is up ends its waiting.
  const early = await Promise.race([isOpen.then(() => false), asked.then(() => true)]);
  if (early) {
    opening.abort();
    setTimeout(() => process.exit(exitCodes.failure), hardStopMs).unref();
    await isOpen.then(
      (worker) => worker.stop(),
      () => {},
    );
    return exitCodes.ok;
  }
  const worker = await isOpen;
  announceReady();
  log.info('ready', { pid: process.pid });
  const cause = await asked;
  log.info('stopping', { cause });
  setTimeout(() => process.exit(exitCodes.failure), hardStopMs).unref();
  await worker.stop();
  log.info('stopped');
  return exitCodes.ok;
}

function explain(error: unknown): number {
  if (error instanceof EnvironmentError) {
    console.error(`The worker cannot start, the environment is wrong:\n${error.message}`);
    return exitCodes.configuration;
  }
  if (error instanceof DatabaseRefusal) {
    console.error(error.message);
    return exitCodes.unavailable;
  }
  createLog('error', (line) => console.error(line)).error('failed', { error });
  return exitCodes.failure;
}

process.on('unhandledRejection', (reason) => process.exit(explain(reason)));
process.on('uncaughtException', (error) => process.exit(explain(error)));
process.exit(await main().catch(explain));
