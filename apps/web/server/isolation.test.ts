import { appRouter } from '@patchbay/trpc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStream } from './testing/event-stream.ts';
import { type Founded, openProduct, type Product, type Visitor } from './testing/product.ts';

const secret = 'Tk_isolation_secret_5f2a7c9d11';

let product: Product;
let mine: Founded;
let theirs: Founded;
let key: string;
/** Every id and word that belongs to the other organization. */
let foreign: {
  integration: string;
  member: string;
  invitation: string;
  key: string;
  words: string[];
};

beforeAll(async () => {
  product = await openProduct();
  mine = await product.found('Mine');
  theirs = await product.found('Theirs');
  ({ key } = await product.program(mine));
  const { client } = theirs.owner;
  const settings = { subdomain: 'theirs-only', apiToken: secret };
  const { id: integration } = await client.integrations.configure.mutate({
    provider: 'syncro',
    settings,
  });
  const invited = await client.invitations.create.mutate({
    email: 'invited@theirs.example',
    role: 'member',
  });
  const made = await client.keys.create.mutate({
    name: 'their key',
    permissions: ['settings:read'],
  });
  const [member] = await client.members.list.query();
  foreign = {
    integration,
    member: member?.id ?? '',
    invitation: invited.id,
    key: made.id,
    words: [integration, invited.id, made.id, theirs.id, 'theirs-only', 'theirs.example', secret],
  };
});
afterAll(() => product.close());

type Attempt = (visitor: Visitor) => Promise<unknown>;
/** `empty`: answers, but with nothing of theirs. Anything else is the status of the refusal. */
type Expected = 'empty' | 403 | 404;

/** One attempt at the other organization's things for every procedure; a new procedure needs a line here. */
const attempts: Record<string, { as: 'key' | 'owner'; call: Attempt; expected: Expected }> = {
  'audit.list': { as: 'key', call: ({ client }) => client.audit.list.query(), expected: 'empty' },
  'audit.verify': {
    as: 'key',
    call: ({ client }) => client.audit.verify.query(),
    expected: 'empty',
  },
  'catalog.get': {
    as: 'key',
    call: ({ client }) => client.catalog.get.query({ provider: 'syncro' }),
    expected: 'empty',
  },
  'catalog.list': {
    as: 'key',
    call: ({ client }) => client.catalog.list.query(),
    expected: 'empty',
  },
  'integrations.list': {
    as: 'key',
    call: ({ client }) => client.integrations.list.query({ search: '' }),
    expected: 'empty',
  },
  'integrations.get': byId(({ client }, id) => client.integrations.get.query({ id })),
  'integrations.update': byId(({ client }, id) =>
    client.integrations.update.mutate({ id, label: 'taken' }),
  ),
  'integrations.toggle': byId(({ client }, id) => client.integrations.toggle.mutate({ id })),
  'integrations.configure': byId(({ client }, id) =>
    client.integrations.configure.mutate({ id, settings: { subdomain: 'a', apiToken: 'b' } }),
  ),
  'integrations.reconfigure': byId(({ client }, id) =>
    client.integrations.reconfigure.mutate({ id, settings: { subdomain: 'a' } }),
  ),
  'integrations.test': byId(({ client }, id) => client.integrations.test.mutate({ id })),
  'integrations.remove': byId(({ client }, id) => client.integrations.remove.mutate({ id })),
  'integrations.audit': byId(({ client }, id) => client.integrations.audit.query({ id })),
  'integrations.health': byId(({ client }, id) => client.integrations.health.query({ id })),
  'members.list': {
    as: 'key',
    call: ({ client }) => client.members.list.query(),
    expected: 'empty',
  },
  'members.updateRole': {
    as: 'owner',
    call: ({ client }) =>
      client.members.updateRole.mutate({ memberId: foreign.member, role: 'member' }),
    expected: 404,
  },
  'members.remove': {
    as: 'owner',
    call: ({ client }) => client.members.remove.mutate({ memberId: foreign.member }),
    expected: 404,
  },
  'members.leave': {
    as: 'key',
    call: ({ client }) => client.members.leave.mutate(),
    expected: 403,
  },
  'invitations.list': {
    as: 'key',
    call: ({ client }) => client.invitations.list.query(),
    expected: 'empty',
  },
  'invitations.create': {
    as: 'key',
    call: ({ client }) => client.invitations.create.mutate({ email: 'a@b.example', role: 'owner' }),
    expected: 403,
  },
  'invitations.cancel': {
    as: 'owner',
    call: ({ client }) => client.invitations.cancel.mutate({ invitationId: foreign.invitation }),
    expected: 404,
  },
  'invitations.describe': {
    as: 'key',
    call: ({ client }) => client.invitations.describe.query({ token: 'x'.repeat(40) }),
    expected: 404,
  },
  'invitations.accept': {
    as: 'owner',
    call: ({ client }) => client.invitations.accept.mutate({ token: 'x'.repeat(40) }),
    expected: 404,
  },
  'keys.list': { as: 'owner', call: ({ client }) => client.keys.list.query(), expected: 'empty' },
  'keys.create': {
    as: 'key',
    call: ({ client }) =>
      client.keys.create.mutate({ name: 'more', permissions: ['settings:edit'] }),
    expected: 403,
  },
  'keys.revoke': {
    as: 'owner',
    call: ({ client }) => client.keys.revoke.mutate({ keyId: foreign.key }),
    expected: 404,
  },
  'live.events': {
    as: 'owner',
    call: (visitor) => firstFrame(product.inside(visitor, theirs.slug)),
    expected: 404,
  },
  'organizations.mine': {
    as: 'owner',
    call: ({ client }) => client.organizations.mine.query(),
    expected: 'empty',
  },
  'organizations.create': {
    as: 'key',
    call: ({ client }) => client.organizations.create.mutate({ name: 'More' }),
    expected: 403,
  },
  'organizations.current': {
    as: 'key',
    call: ({ client }) => client.organizations.current.query(),
    expected: 'empty',
  },
  'organizations.update': {
    as: 'key',
    call: ({ client }) => client.organizations.update.mutate({ name: 'Taken' }),
    expected: 403,
  },
  'organizations.list': {
    as: 'owner',
    call: ({ client }) => client.organizations.list.query(),
    expected: 403,
  },
};

function byId(call: (visitor: Visitor, id: string) => Promise<unknown>) {
  return {
    as: 'key' as const,
    call: (visitor: Visitor) => call(visitor, foreign.integration),
    expected: 404 as const,
  };
}

async function firstFrame(visitor: Visitor): Promise<unknown> {
  const stream = await openStream(visitor);
  const frame = await stream.next();
  await stream.close();
  if (frame?.event === 'serialized-error') throw frame.data;
  return frame;
}

describe('one organization never reaches another', () => {
  it('is tried for every procedure there is', () => {
    expect(Object.keys(attempts).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
  });

  it.each(Object.keys(attempts))('%s', async (name) => {
    const { as, call, expected } = attempts[name] ?? expect.unreachable(name);
    const visitor = as === 'owner' ? mine.owner : product.visit({ 'x-api-key': key });
    const answer = await call(visitor).then(
      (value) => ({ status: 'empty', value }),
      (error) => ({ status: error.data?.httpStatus, value: error.message }),
    );
    expect(answer.status).toBe(expected);
    for (const word of foreign.words) expect(JSON.stringify(answer)).not.toContain(word);
  });

  it('left the other organization as it was', async () => {
    const { client } = theirs.owner;
    const after = await client.integrations.get.query({ id: foreign.integration });
    expect(after).toMatchObject({ label: 'Syncro', enabled: true, status: 'configured' });
    expect(await client.members.list.query()).toHaveLength(1);
    expect(await client.keys.list.query()).toMatchObject([{ status: 'active' }]);
    expect(await client.invitations.list.query()).toMatchObject([{ status: 'pending' }]);
  });
});

describe('secrets', () => {
  it('are in no answer to those who may see the integration, and in no log', async () => {
    const { client, fetch } = theirs.owner;
    const answers = await Promise.all([
      client.integrations.list.query(),
      client.integrations.get.query({ provider: 'syncro' }),
      client.integrations.reconfigure.mutate({
        provider: 'syncro',
        settings: { subdomain: 'theirs-only' },
      }),
      client.integrations.test.mutate({ provider: 'syncro' }),
      client.integrations.audit.query({ provider: 'syncro' }),
      client.audit.list.query(),
      client.keys.list.query(),
      fetch('/api/v1/integrations/syncro').then((answer) => answer.text()),
    ]);
    expect(JSON.stringify(answers)).not.toContain(secret);
    expect(product.log.join('\n')).not.toContain(secret);
    const refused = await client.integrations.configure
      .mutate({ provider: 'syncro', settings: { subdomain: 'not valid!', apiToken: secret } })
      .catch((error) => error);
    expect(JSON.stringify([refused.message, refused.shape])).not.toContain(secret);
  });
});
