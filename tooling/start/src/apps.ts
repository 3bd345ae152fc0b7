import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Child } from './children.ts';
import { startChild } from './children.ts';
import { demoDefaults } from './demo-defaults.ts';
import { inheritedEnvironment } from './environment.ts';
import type { DemoSandbox } from './sandbox.ts';
import type { Scope } from './scope.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const graceMs = 2_000;

export type AppOptions = {
  env: NodeJS.ProcessEnv;
  keys: { appEncryptionKey: string; authSecret: string };
  sandbox: DemoSandbox;
  dev: boolean;
};

/** Starts web and cron; resolves when one of them ends, with its name and code. */
export async function startApps(
  scope: Scope,
  options: AppOptions,
): Promise<{ name: string; code: number }> {
  const env = environmentOf(options);
  const children = [
    startChild({
      name: 'web',
      script: 'server/main.ts',
      args: options.dev ? ['--dev'] : [],
      cwd: join(root, 'apps/web'),
      env,
    }),
    startChild({ name: 'cron', script: 'src/main.ts', cwd: join(root, 'apps/cron'), env }),
  ];
  await scope.defer(() => stopAll(children));
  return Promise.race(children.map(async ({ name, ended }) => ({ name, code: await ended })));
}

const environmentOf = ({ env, keys, sandbox, dev }: AppOptions): NodeJS.ProcessEnv => ({
  ...sandbox.sharedApps,
  ...demoDefaults(env.HOST ?? '127.0.0.1'),
  ...inheritedEnvironment(),
  NODE_ENV: dev ? 'development' : 'production',
  APP_ENCRYPTION_KEY: keys.appEncryptionKey,
  AUTH_SECRET: keys.authSecret,
  ...sandbox.env,
  ...env,
});

const stopAll = async (children: Child[]): Promise<void> => {
  await Promise.all(children.map((child) => child.stop(graceMs)));
};
