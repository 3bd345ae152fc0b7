import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What fakes keep beyond a restart, as JSON by name; without a folder nothing is kept. */
export type Shelf = {
  take(name: string): unknown;
  put(name: string, value: unknown): void;
};

/** Small and seldom written, so it is written at once and whole. */
export const createShelf = (folder: string | undefined): Shelf => ({
  take(name) {
    if (folder === undefined) return undefined;
    try {
      return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    } catch {
      return undefined;
    }
  },
  put(name, value) {
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${name}.json`);
    writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  },
});
