import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileIn = (dataDir: string): string => join(dataDir, 'demo-api-key');

/** The product keeps only the key's hash, so the demo keeps the key itself to print it again. */
export async function readDemoKey(dataDir: string): Promise<string | undefined> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
}

export async function writeDemoKey(dataDir: string, key: string): Promise<void> {
  const scratch = `${fileIn(dataDir)}.new`;
  await writeFile(scratch, `${key}\n`, { mode: 0o600 });
  await rename(scratch, fileIn(dataDir));
}
