import { addImport, addItem, addLine } from '../edit.ts';
import { namesOf } from '../names.ts';
import type { Step } from '../plan.ts';

/** A tenant's table: entity, migration, and their places in the two lists and the package's exports. */
export function entity([name = '']: string[], now = new Date()): Step[] {
  const names = namesOf(name);
  const { kebab, pascal } = names;
  const table = `${kebab.replaceAll('-', '_')}s`;
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const migration = { name: `${stamp}-create-${kebab}s`, class: `Create${pascal}s` };
  const entities = 'packages/db/src/entities';
  const migrations = 'packages/db/src/migrations';
  return [
    { path: `${entities}/${kebab}.entity.ts`, content: definition(pascal, table) },
    { path: `${migrations}/${migration.name}.ts`, content: creation(migration.class, table) },
    {
      path: `${entities}/index.ts`,
      edit: (text) => {
        const imported = addImport(text, `import { ${pascal} } from './${kebab}.entity.ts';`);
        const exported = imported.replace(
          '\nexport const entities',
          `export { ${pascal} } from './${kebab}.entity.ts';\n\nexport const entities`,
        );
        return addItem(exported, 'export const entities = [', `${pascal},`);
      },
    },
    {
      path: `${migrations}/index.ts`,
      edit: (text) => {
        const line = `import { ${migration.class} } from './${migration.name}.ts';`;
        const item = `{ name: '${migration.name}', class: ${migration.class} },`;
        return addItem(addImport(text, line), 'export const migrations = [', item);
      },
    },
    {
      path: 'packages/db/src/index.ts',
      edit: (text) => addLine(text, `export { ${pascal} } from './entities/index.ts';`),
    },
  ];
}

const definition = (
  pascal: string,
  table: string,
) => `import { defineEntity, p } from '@mikro-orm/core';
import { identity, tenant, timestamps } from './columns.ts';

/** What one row stands for. */
const ${pascal}Schema = defineEntity({
  name: '${pascal}',
  tableName: '${table}',
  uniques: [{ properties: ['organizationId', 'name'] }],
  properties: {
    ...identity,
    ...tenant,
    name: p.text(),
    ...timestamps,
  },
});
export class ${pascal} extends ${pascal}Schema.class {}
${pascal}Schema.setClass(${pascal});
`;

const creation = (
  name: string,
  table: string,
) => `import { Migration } from '@mikro-orm/migrations';

/** What this adds to the product, in one sentence. */
export class ${name} extends Migration {
  override up(): void {
    this.addSql(\`create table ${table} (
      id uuid primary key default gen_random_uuid(),
      organization_id uuid not null
        constraint ${table}_organization_id_foreign references auth.organization (id) on delete cascade,
      name text not null,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
      constraint ${table}_organization_id_name_unique unique (organization_id, name))\`);
  }

  override down(): void {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
`;
