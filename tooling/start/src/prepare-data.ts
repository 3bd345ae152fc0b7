import { join } from 'node:path';
import { openDatabase } from './database.ts';
import { inheritedEnvironment, type StartEnvironment } from './environment.ts';
import type { DemoSandbox } from './sandbox.ts';
import { openSandbox } from './sandbox.ts';
import type { Scope } from './scope.ts';
import type { SeedOptions } from './seed.ts';

export type Prepared = {
  databaseUrl: string;
  sandbox: DemoSandbox;
  access: { email: string; password: string; apiKey: string; organization: string };
};

/** Database, sandbox and demo content; the code for the content loads while the server starts. */
export async function prepareData(
  scope: Scope,
  env: StartEnvironment,
  options: Pick<SeedOptions, 'keys' | 'publicUrl' | 'password'>,
  log: (line: string) => void,
): Promise<Prepared> {
  const [databaseUrl, sandbox, { seed }] = await Promise.all([
    openDatabase(scope, env, log),
    openSandbox(scope, {
      env,
      publicUrl: options.publicUrl,
      inherited: inheritedEnvironment(),
      keepIn: join(env.PATCHBAY_DATA_DIR, 'sandbox'),
    }),
    import('./seed.ts'),
  ]);
  const access = await seed({ ...options, databaseUrl, sandbox, dataDir: env.PATCHBAY_DATA_DIR });
  return { databaseUrl, sandbox, access };
}
