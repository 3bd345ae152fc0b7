import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Manifest = {
  name: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
};

/** One workspace package: `folder` and `files` are relative to the root. */
export type Member = { folder: string; manifest: Manifest; files: string[] };

const groups = ['apps', 'packages', 'tooling'];
const skipped = new Set(['node_modules', 'build', 'dist', 'samples', '.turbo', 'fixtures']);

export function readMembers(root: string): Member[] {
  return groups.flatMap((group) => {
    if (!existsSync(join(root, group))) return [];
    return readdirSync(join(root, group))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .map((folder) => ({
        folder,
        manifest: readManifest(join(root, folder)),
        files: sourcesIn(root, folder),
      }));
  });
}

export function readManifest(folder: string): Manifest {
  const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { dependencies: {}, devDependencies: {}, optionalDependencies: {}, ...found };
}

function sourcesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesIn(root, path);
    return /\.(ts|tsx|mts|js|mjs)$/.test(entry.name) ? [path] : [];
  });
}

/** Tests, their fixtures and the configuration of tools: what never runs in the product. */
export const isTestFile = (file: string): boolean =>
  /\.(test|e2e|config)\.tsx?$|\/testing\/|^tooling\/|^packages\/testing\//.test(file);
