import {
  type AccountStep,
  type ApiClient,
  accounts,
  catalog,
  defineProvider,
  field,
  IdentifierTaken,
  OutboundError,
} from '@patchbay/providers';
import { z } from 'zod';

const Guest = z.object({
  name: z.string(),
  state: z.enum(['active', 'suspended']),
  mark: z.string(),
  note: z.string(),
});

const lodgeClient = (http: ApiClient) => ({
  call: (what: string, name: string, body: object = {}) =>
    http.json(`/${what}/${name}`, Guest, { method: 'POST', json: body }),
  holds: (name: string, secret: string) =>
    http.json(`/prove/${name}`, z.object({ holds: z.boolean() }), {
      method: 'POST',
      json: { secret },
    }),
  remove: (name: string) => http.send(`/remove/${name}`, { method: 'POST', json: {} }),
});
type Client = ReturnType<typeof lodgeClient>;
type LodgeSettings = { url: string; token: string; keepsNames: boolean };
type Step = AccountStep<LodgeSettings, Client>;

const remote = ({ name, state, mark, note }: z.infer<typeof Guest>) => ({
  identifier: name,
  state,
  details: { note },
  mark: mark || null,
});

const statusOf = (error: unknown) => (error instanceof OutboundError ? error.status : null);

const lodgeAccounts = accounts({
  noun: 'Room',
  identifier: {
    label: 'Name',
    help: 'Small letters and digits.',
    choice: 'suggested',
    schema: z.string().regex(/^[a-z0-9]{2,40}$/, 'must be small letters and digits'),
    fromEmail: (email: string) => {
      const name = email
        .replace(/@.*/, '')
        .replace(/[^a-z0-9]/g, '')
        .slice(0, 40);
      return name.length > 1 ? name : null;
    },
  },
  input: z.object({ note: z.string().max(20).optional() }),
  secret: { label: 'Key', generate: () => `key-${crypto.randomUUID()}` },
  async create({ client }: Step, { identifier, secret, mark }) {
    try {
      return remote(await client.call('create', identifier, { secret, mark }));
    } catch (error) {
      throw statusOf(error) === 409 ? new IdentifierTaken(identifier) : error;
    }
  },
  async find({ client }: Step, identifier) {
    try {
      return remote(await client.call('find', identifier));
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  },
  async prove({ client }: Step, { identifier, secret }) {
    try {
      return (await client.holds(identifier, secret)).holds;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  },
  async suspend({ client }: Step, { identifier }) {
    await client.call('suspend', identifier, { state: 'suspended' });
  },
  async resume({ client }: Step, identifier) {
    await client.call('resume', identifier, { state: 'active' });
  },
  async resetSecret({ client }: Step, { identifier, secret }) {
    await client.call('reset', identifier, { secret });
    return secret;
  },
  update: {
    title: 'Change the note',
    about: 'What is written beside the name.',
    input: z.object({ note: z.string().max(20) }),
    run: async ({ client }: Step, { identifier, input }) =>
      remote(await client.call('update', identifier, { note: String(input.note) })),
  },
  remove: {
    leaves: ({ keepsNames }: LodgeSettings) => (keepsNames ? 'kept' : 'deleted'),
    about: 'The room is gone.',
    run: async ({ client }: Step, { identifier }) => void (await client.remove(identifier)),
  },
  operations: {
    look: {
      title: 'Look',
      about: 'Looks into the room.',
      audience: 'own',
      input: z.object({}),
      run: async ({ client }: Step, { identifier }) => ({
        ...(await client.call('find', identifier)),
      }),
    },
    search: {
      title: 'Search',
      about: 'Searches the room.',
      audience: 'admin',
      input: z.object({ floor: z.number() }),
      run: async () => ({ found: 0 }),
    },
  },
  connect: ({ url }: LodgeSettings, identifier) => [
    { label: 'Door', value: `${url}/${identifier}` },
  ],
});

/** A provider for tests: a system of our own in the test's process, see `startLodge`. */
export const lodge = defineProvider({
  key: 'lodge',
  about: {
    name: 'Lodge',
    vendor: 'Tests',
    category: 'shell',
    description: 'Rooms for people.',
    docs: 'https://lodge.test/',
    account: 'From the desk.',
  },
  fields: {
    url: field.url({ label: 'Address', destination: true }),
    token: field.secret({ label: 'Token' }),
    keepsNames: field.bool({ label: 'Keep the names of removed rooms' }),
  },
  environment: { url: 'LODGE_URL', token: 'LODGE_TOKEN' },
  auth: { kind: 'token', token: (settings) => settings.token },
  api: { baseUrl: (settings) => settings.url, address: 'entered', client: lodgeClient },
  accounts: lodgeAccounts,
});

/** Lets the lodge join the catalog of this process, as if it were a provider like the others. */
export function joinCatalog(): void {
  Object.assign(catalog, { lodge });
}
