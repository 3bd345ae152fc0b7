import process from 'node:process';
import { EnvironmentError, exitCodes } from '@patchbay/core';
import { readEnvironment } from './environment.ts';
import { ListenError } from './listen.ts';
import { reportError } from './report.ts';
import { stopRequested } from './stop.ts';
import { startWeb } from './web.ts';

const hardStopMs = 4_000;
const log = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const asked = stopRequested();
  const opening = startWeb(readEnvironment(), { dev: process.argv.includes('--dev'), log });
  const web = await Promise.race([opening, asked.then(() => null)]);
  if (web === null) return exitCodes.ok;
  log('web is ready');
  await asked;
  setTimeout(() => process.exit(exitCodes.failure), hardStopMs).unref();
  await web.stop();
  return exitCodes.ok;
}

const unreachable = /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|ECONNRESET|EAI_AGAIN/;

function explain(error: unknown): number {
  if (error instanceof EnvironmentError) {
    console.error(`The web process cannot start, the environment is wrong:\n${error.message}`);
    return exitCodes.configuration;
  }
  if (error instanceof ListenError) {
    console.error(error.message);
    return exitCodes.unavailable;
  }
  const report = reportError(error, 'the web process', 'start');
  console.error(report);
  return unreachable.test(report) ? exitCodes.unavailable : exitCodes.failure;
}

process.exit(await main().catch(explain));
