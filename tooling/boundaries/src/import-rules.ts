import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import type { Finding } from './finding.ts';
import type { Import } from './sources.ts';
import type { Allowed } from './table.ts';
import { appTable, packageTable } from './table.ts';
import type { Manifest, Member } from './workspace.ts';
import { isTestFile } from './workspace.ts';

const scope = '@patchbay/';

/** What the table says about a file; tooling may import anything it declares. */
export function allowedFor(file: string): Allowed | undefined {
  const [group, name = ''] = file.split('/');
  if (group === 'apps')
    return appTable.find(({ folder }) => file.startsWith(`${folder}/`))?.allowed;
  return group === 'packages' ? packageTable[name] : undefined;
}

export function checkImport(
  member: Member,
  file: string,
  imported: Import,
  root: Manifest,
): Finding[] {
  const problem =
    relativeProblem(member, file, imported.from) ??
    builtinProblem(file, imported.from) ??
    declarationProblem(member, file, imported, root) ??
    tableProblem(member, file, imported);
  return typeof problem === 'string' ? [{ file, line: imported.line, problem }] : [];
}

/** `false` means: settled, there is nothing more to ask about this import. */
type Verdict = string | false | undefined;

function relativeProblem(member: Member, file: string, from: string): Verdict {
  if (!from.startsWith('.')) return undefined;
  const target = normalize(join(dirname(file), from));
  if (target.startsWith(`${member.folder}/`) || isTestFile(file)) return false;
  return `imports ${from}, which lies outside ${member.manifest.name}; import the package`;
}

function builtinProblem(file: string, from: string): Verdict {
  if (!from.startsWith('node:') && !builtinModules.includes(from)) return undefined;
  if (allowedFor(file)?.node !== false || isTestFile(file)) return false;
  return `imports ${from}, but this package runs without Node`;
}

/** `@scope/name/sub` and `name/sub` to the package's own name. */
export const packageOf = (from: string): string =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');

function declarationProblem(
  member: Member,
  file: string,
  { from, typeOnly, dynamic }: Import,
  root: Manifest,
): Verdict {
  const name = packageOf(from);
  const { manifest } = member;
  if (name === manifest.name || from.startsWith('virtual:')) return false;
  if (name in { ...manifest.dependencies, ...manifest.optionalDependencies }) return undefined;
  // A dynamic import may name a development tool: the mode that needs it loads it.
  const loose = isTestFile(file) || typeOnly || dynamic;
  if (loose && name in { ...manifest.devDependencies, ...root.devDependencies }) return undefined;
  if (name in manifest.devDependencies) return `imports ${name}, a development dependency`;
  return `imports ${name}, which ${manifest.name} does not declare`;
}

function tableProblem(member: Member, file: string, { from, typeOnly }: Import): Verdict {
  const allowed = allowedFor(file);
  if (allowed === undefined || isTestFile(file)) return false;
  const name = packageOf(from);
  if (!name.startsWith(scope)) return outsideProblem(member, allowed, name);
  const short = name.slice(scope.length);
  if (allowed.workspace.includes(short)) return false;
  if (allowed.types?.includes(short))
    return typeOnly ? false : `imports ${name} at run time; only its types are allowed here`;
  return `imports ${name}, which the import table does not allow here`;
}

function outsideProblem(member: Member, { outside }: Allowed, name: string): Verdict {
  if (outside === undefined || outside.some((pattern) => matches(pattern, name))) return false;
  return `imports ${name}, which the import table does not allow in ${member.manifest.name}`;
}

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;

/** The manifest says the same as the table, so that a package cannot even be installed with too much. */
export function checkManifest(member: Member): Finding[] {
  const [, short = ''] = member.manifest.name.split('/');
  const allowed = member.folder.startsWith('packages/') ? packageTable[short] : undefined;
  if (allowed === undefined) return [];
  const ok = [...allowed.workspace, ...(allowed.types ?? [])];
  return Object.keys(member.manifest.dependencies)
    .filter((name) => name.startsWith(scope) && !ok.includes(name.slice(scope.length)))
    .map((name) => ({
      file: `${member.folder}/package.json`,
      line: 1,
      problem: `depends on ${name}, which the import table does not allow`,
    }));
}
