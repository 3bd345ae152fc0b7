import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.ts';
import { checkImport, checkManifest, packageOf } from './import-rules.ts';
import { readSource } from './sources.ts';
import { checkUnused } from './unused.ts';
import { checkVariables } from './variables.ts';
import { checkEnvironment, checkName, checkProviderNames } from './word-rules.ts';
import type { Manifest, Member } from './workspace.ts';
import { readManifest, readMembers } from './workspace.ts';

/** Every broken rule of the repository at `root`, in the order of its files. */
export function checkRepository(root: string): Finding[] {
  const rootManifest = readManifest(root);
  const keys = providerKeys(root);
  const members = readMembers(root);
  return [
    ...members.flatMap((member) => checkMember(root, member, rootManifest, keys)),
    ...checkVariables(
      root,
      members.flatMap(({ files }) => files),
    ),
  ];
}

function checkMember(root: string, member: Member, rootManifest: Manifest, keys: string[]) {
  const imported = new Set<string>();
  const findings = member.files.flatMap((file) => {
    const source = readSource(file, readFileSync(join(root, file), 'utf8'));
    for (const { from } of source.imports) imported.add(packageOf(from));
    return [
      ...checkName(file),
      ...source.imports.flatMap((item) => checkImport(member, file, item, rootManifest)),
      ...checkEnvironment(file, source),
      ...checkProviderNames(file, source, keys),
    ];
  });
  return [...checkManifest(member), ...findings, ...checkUnused(member, imported)];
}

function providerKeys(root: string): string[] {
  const catalog = join(root, 'packages/providers/src/catalog');
  if (!existsSync(catalog)) return [];
  const entries = readdirSync(catalog, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
