import process from 'node:process';
import { authority, publicAddress } from './addresses.ts';
import { startApps } from './apps.ts';
import type { StartEnvironment } from './environment.ts';
import { holdPort } from './listen-port.ts';
import { prepareData } from './prepare-data.ts';
import { waitUntilReady } from './readiness.ts';
import { report } from './report.ts';
import type { Scope } from './scope.ts';
import { createScope, settledWithin } from './scope.ts';
import { demoSecrets } from './secrets.ts';
import { stopRequested } from './stop-signal.ts';
import { buildWeb } from './web-build.ts';

export type StartOptions = { json: boolean; dev: boolean };
type Log = (line: string) => void;

/** Runs the whole product until somebody stops it or a part of it dies; resolves to the exit code. */
export async function supervise(
  env: StartEnvironment,
  options: StartOptions,
  log: Log,
): Promise<number> {
  const scope = createScope();
  const stopped = stopRequested();
  const running = run(scope, env, options, log);
  try {
    const end = await Promise.race([stopped, running]);
    if (typeof end === 'number') return end;
    log(`${end.name} ended by itself with code ${end.code}; its last lines are above.`);
    return end.code === 0 ? 1 : end.code;
  } finally {
    log('Stopping …');
    // Whatever is still being prepared loses its database under its hands.
    process.on('uncaughtException', () => undefined);
    await scope.close();
    await settledWithin(running, 1_500);
  }
}

/** Resolves when web or cron ends by itself. */
async function run(
  scope: Scope,
  env: StartEnvironment,
  { dev, json }: StartOptions,
  log: Log,
): Promise<{ name: string; code: number }> {
  const { port, release } = await holdPort(env.HOST, env.PORT);
  const publicUrl = env.PUBLIC_URL ?? publicAddress(env.HOST, port);
  const secrets = await demoSecrets(env.PATCHBAY_DATA_DIR);
  const keys = {
    appEncryptionKey: env.APP_ENCRYPTION_KEY ?? secrets.appEncryptionKey,
    authSecret: env.AUTH_SECRET ?? secrets.authSecret,
  };

  const [{ databaseUrl, sandbox, access }] = await Promise.all([
    prepareData(scope, env, { keys, publicUrl, password: secrets.password }, log),
    dev ? undefined : buildWeb(scope, log),
  ]);
  const variables = { DATABASE_URL: databaseUrl, HOST: env.HOST, PORT: String(port) };
  const apps = { env: { ...variables, PUBLIC_URL: publicUrl }, keys, sandbox, dev };
  await release();
  const died = startApps(scope, apps);
  const ready = waitUntilReady(`http://${authority(env.HOST, port)}/readyz`, 60_000);
  const early = await Promise.race([ready, died]);
  if (early === undefined) report({ url: publicUrl, ...access }, json);
  return early ?? died;
}
