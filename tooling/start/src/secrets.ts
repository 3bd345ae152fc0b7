import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomToken } from '@patchbay/core';
import { z } from 'zod';
import { Halt } from './stop-signal.ts';

const DemoSecrets = z.object({
  /** 32 bytes in base64: seals every stored credential of the demo. */
  appEncryptionKey: z.string(),
  authSecret: z.string(),
  password: z.string(),
});
export type DemoSecrets = z.infer<typeof DemoSecrets>;

/** The demo's own secrets, made on the first start and kept in a file only this account can read. */
export async function demoSecrets(dataDir: string): Promise<DemoSecrets> {
  const path = join(dataDir, 'secrets.json');
  try {
    await mkdir(dataDir, { recursive: true });
    await createOnce(path, {
      appEncryptionKey: randomBytes(32).toString('base64'),
      authSecret: randomBytes(32).toString('base64url'),
      password: randomToken(16),
    });
  } catch (error) {
    throw unwritable(dataDir, error);
  }
  const stored = DemoSecrets.safeParse(parseJson(await readFile(path, 'utf8')));
  if (stored.success) return stored.data;
  throw new Halt(
    78,
    `${path} is damaged. Restore it from a backup: without its key the stored credentials cannot be opened. If they do not matter, delete the data directory.`,
  );
}

const unwritable = (dataDir: string, error: unknown): Halt =>
  new Halt(
    73,
    `Patchbay cannot write to its data directory ${dataDir} (${error instanceof Error ? error.message : error}). Make it writable, or name another with PATCHBAY_DATA_DIR.`,
  );

/** Written aside and linked, so that of two first starts one wins and nobody reads half a file. */
async function createOnce(path: string, secrets: DemoSecrets): Promise<void> {
  const scratch = `${path}.${randomToken(8)}`;
  await writeFile(scratch, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await link(scratch, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(scratch, { force: true });
  await chmod(path, 0o600);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
