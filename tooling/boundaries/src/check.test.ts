import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRepository } from './check.ts';
import { printed } from './finding.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-boundaries-'));
  await write('package.json', { name: 'root', devDependencies: { vitest: '1' } });
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, content: string | object): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(
    join(root, path),
    typeof content === 'string' ? content : JSON.stringify(content),
  );
}

async function member(folder: string, dependencies: string[], files: Record<string, string>) {
  const name = `@patchbay/${folder.split('/')[1]}`;
  const declared = Object.fromEntries(dependencies.map((dependency) => [dependency, '*']));
  await write(`${folder}/package.json`, { name, dependencies: declared });
  for (const [file, content] of Object.entries(files)) await write(`${folder}/${file}`, content);
}

const findings = () => checkRepository(root).map(printed);

describe('the import table', () => {
  it('is content with what it allows', async () => {
    await member('packages/services', ['@patchbay/db', 'zod'], {
      'src/list.ts': "import { z } from 'zod';\nexport { openOrm } from '@patchbay/db';\n",
      'src/schemas.ts': "export * from './list.ts';\nimport 'node:crypto';\nz;",
    });
    expect(findings()).toEqual([]);
  });

  it.each([
    ['a static import', "import { openOrm } from '@patchbay/db';"],
    ['a side effect import', "import '@patchbay/db';"],
    ['a re-export', "export { openOrm } from '@patchbay/db';"],
    ['a dynamic import', "const db = await import('@patchbay/db');"],
    ['a type', "import type { Orm } from '@patchbay/db';"],
    ['a type written in place', "let orm: import('@patchbay/db').Orm;"],
    ['a subpath', "import { startEmbedded } from '@patchbay/db/embedded';"],
  ])('refuses %s of a package that the table does not name', async (_, line) => {
    await member('packages/trpc', ['@patchbay/db'], { 'src/router.ts': `\n${line}\n` });
    expect(findings()).toEqual([
      'packages/trpc/package.json:1 depends on @patchbay/db, which the import table does not allow',
      'packages/trpc/src/router.ts:2 imports @patchbay/db, which the import table does not allow here',
    ]);
  });

  it('tells types from values where only types are allowed', async () => {
    await member('apps/web', ['@patchbay/services'], {
      'app/one.ts': "import type { IntegrationView } from '@patchbay/services';",
      'app/two.ts': "import { type IntegrationView } from '@patchbay/services';",
      'app/three.ts': "import { services } from '@patchbay/services';",
      'server/four.ts': "import { services } from '@patchbay/services';",
    });
    expect(findings()).toEqual([
      'apps/web/app/three.ts:1 imports @patchbay/services at run time; only its types are allowed here',
    ]);
  });

  it('refuses an outside package that is not on a closed list, and one that is not declared', async () => {
    await member('packages/core', ['hono'], {
      'src/a.ts': "import { Hono } from 'hono';",
      'src/b.ts': "import { z } from 'zod';",
    });
    expect(findings()).toEqual([
      'packages/core/src/a.ts:1 imports hono, which the import table does not allow in @patchbay/core',
      'packages/core/src/b.ts:1 imports zod, which @patchbay/core does not declare',
    ]);
  });

  it('refuses Node where the sources run without it', async () => {
    await member('packages/ui', [], {
      'src/a.ts': "import { createHash } from 'node:crypto';",
    });
    expect(findings()).toEqual([
      'packages/ui/src/a.ts:1 imports node:crypto, but this package runs without Node',
    ]);
  });

  it('refuses a relative path into another package', async () => {
    await member('packages/jobs', [], { 'src/a.ts': "import '../../db/src/orm.ts';" });
    expect(findings()).toEqual([
      'packages/jobs/src/a.ts:1 imports ../../db/src/orm.ts, which lies outside @patchbay/jobs; import the package',
    ]);
  });

  it('reports a dependency that nothing imports', async () => {
    await member('packages/jobs', ['pg-boss'], { 'src/a.ts': 'export const a = 1;' });
    expect(findings()).toEqual([
      'packages/jobs/package.json:1 declares pg-boss, which nothing in it imports',
    ]);
  });
});

describe('the other rules', () => {
  it.each(['process.env.PORT', "(await import('node:process'), process.env)"])(
    'refuses %s outside environment.ts of an app',
    async (expression) => {
      await member('packages/db', [], { 'src/a.ts': `export const a = ${expression};` });
      await member('apps/web', [], {
        'server/environment.ts': `export const a = ${expression};`,
        'server/a.test.ts': `export const a = ${expression};`,
      });
      expect(findings()).toEqual([
        'packages/db/src/a.ts:1 reads the environment; only environment.ts of an app may',
      ]);
    },
  );

  it('refuses the environment under its imported name', async () => {
    await member('packages/db', [], { 'src/a.ts': "import { env } from 'node:process';\nenv;" });
    expect(findings()).toEqual([
      'packages/db/src/a.ts:1 reads the environment; only environment.ts of an app may',
    ]);
  });

  it('refuses the name of a provider outside the catalog', async () => {
    await write('packages/providers/src/catalog/syncro/provider.ts', '');
    await member('packages/providers', [], { 'src/a.ts': "export const a = 'syncro';" });
    await member('packages/services', [], {
      'src/a.ts': "export const a = 'syncro';",
      'src/b.ts': 'export const b = { syncro: 1 };',
      'src/c.ts': 'export const c = `Ask Syncro first`;',
      'src/d.ts': "export const d = 'syncronous';",
    });
    expect(findings()).toEqual([
      'packages/services/src/a.ts:1 names the provider syncro; use the catalog',
      'packages/services/src/b.ts:1 names the provider syncro; use the catalog',
      'packages/services/src/c.ts:1 names the provider syncro; use the catalog',
    ]);
  });

  it('keeps the list of variables whole and free of what nobody reads', async () => {
    await write('.env.example', '# comment\nPORT=3000\nOLD=1\nSLACK_CLIENT_ID=\n');
    await member('packages/providers', [], {
      'src/catalog/slack/provider.ts': "const app = { id: 'SLACK_CLIENT_ID', key: 'SLACK_KEY' };",
    });
    await member('apps/web', [], {
      'server/environment.ts': 'const shape = {\n  PORT: port,\n  HOST: text,\n};',
    });
    expect(findings()).toEqual([
      'apps/web/server/environment.ts:3 HOST is not in .env.example',
      'packages/providers/src/catalog/slack/provider.ts:1 SLACK_KEY is not in .env.example',
      '.env.example:3 OLD is read by no app',
    ]);
  });

  it('refuses a file name that says nothing', async () => {
    await member('packages/jobs', [], { 'src/utils.ts': '', 'src/helpers/slot.ts': '' });
    expect(findings()).toEqual([
      'packages/jobs/src/helpers/slot.ts:1 has a name that says nothing about what is inside',
      'packages/jobs/src/utils.ts:1 has a name that says nothing about what is inside',
    ]);
  });
});
