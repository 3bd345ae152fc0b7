import { addImport, addLine, insertBefore } from '../edit.ts';
import { GeneratorError, namesOf } from '../names.ts';
import type { Step } from '../plan.ts';

/** A reading operation in an area that exists, with its schemas, test and procedure. */
export function verb([area = '', name = '']: string[]): Step[] {
  if (name === '')
    throw new GeneratorError('Give an area and a name: gen verb members find-by-email');
  const { camel, pascal, kebab, words } = namesOf(name);
  const call = `${camel}${namesOf(area).pascal}`;
  const folder = `packages/services/src/${area}`;
  return [
    { path: `${folder}/${kebab}.ts`, content: body(area, camel, call, pascal) },
    { path: `${folder}/${kebab}.test.ts`, content: test(kebab, call, words) },
    { path: `${folder}/schemas.ts`, edit: (text) => addLine(withZod(text), schemas(pascal)) },
    {
      path: `${folder}/index.ts`,
      edit: (text) => addLine(text, `export { ${call} as ${camel} } from './${kebab}.ts';`),
    },
    {
      path: `packages/trpc/src/routers/${area}.router.ts`,
      edit: (text) => procedure(text, { area, camel, pascal, kebab, words }),
    },
  ];
}

const withZod = (text: string): string =>
  text.includes("from 'zod'") ? text : addImport(text, "import { z } from 'zod';");

const schemas = (pascal: string) => `
export const ${pascal}Input = z.object({ search: z.string().max(100).optional() });

export const ${pascal}View = z.object({ id: z.uuid(), name: z.string() });
export type ${pascal}View = z.infer<typeof ${pascal}View>;`;

const body = (
  area: string,
  camel: string,
  call: string,
  pascal: string,
) => `import { Organization } from '@patchbay/db';
import { defineVerb } from '../kernel/index.ts';
import { ${pascal}Input, type ${pascal}View } from './schemas.ts';

/** What comes out, for whom, and the errors by code. */
export const ${call} = defineVerb({
  name: '${area}.${camel}',
  permission: 'settings:read',
  input: ${pascal}Input,
  run: async ({ runtime, principal }, { search = '' }): Promise<${pascal}View[]> => {
    const em = runtime.orm.em.fork();
    const { id, name } = await em.findOneOrFail(Organization, principal.organizationId);
    return name.includes(search) ? [{ id, name }] : [];
  },
});
`;

const test = (
  kebab: string,
  call: string,
  words: string,
) => `import { asApiKey } from '@patchbay/core';
import { describe, expect, test } from 'vitest';
import { openPeople } from '../organizations/testing/people.ts';
import { ${call} } from './${kebab}.ts';

const { runtime, found, asOwner } = await openPeople();

describe('${words.toLowerCase()}', () => {
  test('answers about the caller\\'s organization only', async () => {
    const acme = await found('Acme');
    await found('Other');
    expect(await ${call}(asOwner(acme), {})).toEqual([{ id: acme.id, name: 'Acme' }]);
    expect(await ${call}(asOwner(acme), { search: 'Other' })).toEqual([]);
  });

  test('refuses a key without the permission', async () => {
    const { id } = await found();
    const principal = asApiKey(id, { type: 'api_key', id, name: 'A program' }, []);
    await expect(${call}({ runtime, principal, requestId: 'req_test' }, {})).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
`;

type Procedure = { area: string; camel: string; pascal: string; kebab: string; words: string };

function procedure(text: string, { area, camel, pascal, kebab, words }: Procedure): string {
  const lines = `
  /** ${words}. Needs \`settings:read\`. */
  ${camel}: member
    .meta(rest('GET', '/${area}/${kebab}', '${words}'))
    .input(${pascal}Input)
    .output(z.array(${pascal}View))
    .query(({ ctx, input }) => services.${area}.${camel}(ctx.inside, input)),
`;
  const imports = `import { ${pascal}Input, ${pascal}View } from '@patchbay/services/schemas';`;
  return insertBefore(addImport(withZod(text), imports), '});', lines);
}
