import { addImport, addItem } from '../edit.ts';
import { namesOf } from '../names.ts';
import type { Step } from '../plan.ts';

/** A provider with an address, a token and a health check; the answers are the part to fill in. */
export function provider([key = '']: string[]): Step[] {
  const { kebab, camel, pascal, words } = namesOf(key);
  const folder = `packages/providers/src/catalog/${kebab}`;
  const id = kebab === camel ? camel : `'${kebab}': ${camel}`;
  return [
    { path: `${folder}/answers.ts`, content: answers(words) },
    { path: `${folder}/client.ts`, content: client(camel, words) },
    { path: `${folder}/provider.ts`, content: definition(kebab, camel, words) },
    { path: `${folder}/provider.test.ts`, content: test(kebab, camel, pascal) },
    {
      path: 'packages/providers/src/catalog/index.ts',
      edit: (text) =>
        addItem(
          addImport(text, `import { ${camel} } from './${kebab}/provider.ts';`),
          'export const catalog = {',
          id,
        ),
    },
  ];
}

const answers = (words: string) => `import { z } from 'zod';

// Only what is read is named; ${words} sends more, and what is not named is dropped.
export const Me = z.object({ id: z.union([z.string(), z.number()]), name: z.string().nullish() });
export const Items = z.object({ items: z.array(z.object({ id: z.union([z.string(), z.number()]) })) });
`;

const client = (
  camel: string,
  words: string,
) => `import type { ApiClient } from '../../http/api-client.ts';
import { Items, Me } from './answers.ts';

/** The calls of ${words}'s API that Patchbay makes. */
export const ${camel}Client = (http: ApiClient) => ({
  me: () => http.json('/me', Me),
  items: () => http.json('/items', Items),
});
`;

const definition = (
  kebab: string,
  camel: string,
  words: string,
) => `import { field } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { ${camel}Client } from './client.ts';

export const ${camel} = defineProvider({
  key: '${kebab}',
  about: {
    name: '${words}',
    vendor: '${words}',
    category: 'psa',
    description: 'What an organization gets from ${words}, in one sentence.',
    docs: 'https://example.com/docs',
    account: 'Where in ${words} a person finds the address and makes a token.',
  },
  fields: {
    baseUrl: field.url({
      label: 'Address',
      help: 'The address of your ${words}.',
      // The token goes wherever this says, so a change of it asks for the token again.
      destination: true,
    }),
    apiToken: field.secret({ label: 'API token', normalize: (raw) => raw.trim() }),
  },
  auth: { kind: 'token', token: (settings) => settings.apiToken },
  api: {
    baseUrl: (settings) => settings.baseUrl,
    address: 'entered',
    client: ${camel}Client,
  },
  health: {
    async auth({ client }) {
      const me = await client.me();
      return { note: \`Signed in as \${me.name ?? me.id}\` };
    },
    async sample({ client }) {
      const { items } = await client.items();
      return { note: \`\${items.length} items can be read\` };
    },
  },
});
`;

const test = (
  kebab: string,
  camel: string,
  pascal: string,
) => `import { expect, test } from 'vitest';
import { parseSettings } from '../../kit/settings.ts';
import { providerContract } from '../../testing/index.ts';
import { ${camel} } from './provider.ts';

const settings = { baseUrl: 'https://${kebab}.example.com', apiToken: 'sample-token-of-${pascal}' };

providerContract(${camel}, {
  settings,
  healthy: ({ url, headers }) => {
    if (headers.authorization !== \`Bearer \${settings.apiToken}\`) return { status: 401, body: {} };
    return { body: url.pathname === '/me' ? { id: 1, name: 'Ada' } : { items: [{ id: 1 }] } };
  },
});

test.each(['', 'ftp://example.com', 'not an address'])('refuses %j as an address', (baseUrl) => {
  expect(() => parseSettings(${camel}, { ...settings, baseUrl })).toThrow(
    expect.objectContaining({ fields: { 'settings.baseUrl': [expect.any(String)] } }),
  );
});
`;
