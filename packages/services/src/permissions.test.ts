import { randomUUID } from 'node:crypto';
import { keyPermissions } from '@patchbay/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsOf, services } from './index.ts';
import type { PersonContext, ServiceContext } from './kernel/index.ts';
import { openWorld, type Tenant, type World } from './kernel/testing/world.ts';

const people = ['owner', 'admin', 'member', 'operator'] as const;
const programs = [...keyPermissions, 'every permission', 'no permission'] as const;
type Program = `key: ${(typeof programs)[number]}`;
type Caller = (typeof people)[number] | Program;
const callers: Caller[] = [...people, ...programs.map((name): Program => `key: ${name}`)];

/** What a call can be about: one of each thing, made by the owner. */
type Scene = { memberId: string; invitationId: string; keyId: string };
type Row = {
  /** Everybody else is refused with `forbidden`. */
  allowed: Caller[];
  input?: (scene: Scene) => unknown;
  /** Allowed as such, but refused in this situation. */
  instead?: Partial<Record<Caller, string>>;
};

const readsSettings: Caller[] = [...people, 'key: settings:read', 'key: every permission'];
const editsSettings: Caller[] = ['owner', 'admin', 'key: settings:edit', 'key: every permission'];
const readsAudit: Caller[] = [
  'owner',
  'admin',
  'operator',
  'key: audit:read',
  'key: every permission',
];
const makesCalls: Caller[] = ['owner', 'admin', 'key: calls:make', 'key: every permission'];
const readsMembers: Caller[] = [...people, 'key: members:read', 'key: every permission'];
const nobody = '00000000-0000-4000-8000-000000000000';
const readsWebhooks: Caller[] = [
  'owner',
  'admin',
  'operator',
  'key: webhooks:read',
  'key: every permission',
];
const editsWebhooks: Caller[] = ['owner', 'admin', 'key: webhooks:edit', 'key: every permission'];
const administers: Caller[] = ['owner', 'admin'];

const syncro = () => ({ provider: 'syncro' });
const syncroCall = () => ({ provider: 'syncro', endpoint: '/me' });
const reddit = () => ({ provider: 'reddit' });
const noSource = () => ({ id: randomUUID() });
const noPending = () => ({ provider: 'reddit', pendingId: randomUUID() });
const allOf = (group: Caller[], outcome: string): Partial<Record<Caller, string>> =>
  Object.fromEntries(group.map((caller) => [caller, outcome]));
const syncroSettings = { subdomain: 'acme', apiToken: 'a-token-of-some-length' };

const ownsAccounts: Caller[] = ['owner', 'admin', 'member'];
const readsAccounts: Caller[] = [
  'owner',
  'admin',
  'operator',
  'key: accounts:read',
  'key: every permission',
];
const editsAccounts: Caller[] = ['owner', 'admin', 'key: accounts:edit', 'key: every permission'];
const oneOf = (...groups: Caller[][]): Caller[] => [...new Set(groups.flat())];
const noAccount = () => ({
  provider: 'mailcow',
  accountId: '00000000-0000-4000-8000-000000000000',
});
const noBulk = () => ({ bulkId: '00000000-0000-4000-8000-000000000000' });
/** Past the permission and stopped by what does not exist; what follows is told by the tests of accounts. */
const withoutAccount = (allowed: Caller[], input: Row['input'] = noAccount): Row => ({
  allowed,
  input,
  instead: Object.fromEntries(allowed.map((caller) => [caller, 'not_found'])),
});
/** A program has no account of its own, so it has to say whose it means. */
const forSomebody = (input: object): Row => ({
  allowed: oneOf(ownsAccounts, editsAccounts),
  input: () => input,
  instead: {
    ...Object.fromEntries(ownsAccounts.map((caller) => [caller, 'not_found'])),
    'key: accounts:edit': 'invalid_input',
    'key: every permission': 'invalid_input',
  },
});
const onOneAccount = withoutAccount(oneOf(ownsAccounts, editsAccounts));

const noSubscription = () => ({ subscriptionId: randomUUID() });
const noDelivery = () => ({ deliveryId: '1' });
const noReplay = () => ({ replayId: randomUUID() });
const lastDay = () => ({ from: new Date(Date.now() - 86_400_000), until: new Date() });
const withoutThing = (allowed: Caller[], input: () => unknown): Row => ({
  allowed,
  input,
  instead: allOf(allowed, 'not_found'),
});

/** Who may do what inside an organization, written out by hand: the product must agree with it. */
const table: Record<string, Row> = {
  'alerts.acknowledge': {
    allowed: editsSettings,
    input: () => ({ alertId: randomUUID() }),
    instead: allOf(editsSettings, 'not_found'),
  },
  'alerts.channels': { allowed: readsSettings },
  'alerts.count': { allowed: readsSettings },
  'alerts.createChannel': {
    allowed: editsSettings,
    input: () => ({ kind: 'email', name: 'On call', recipients: ['ada@example.org'] }),
  },
  'alerts.createWindow': {
    allowed: editsSettings,
    input: () => ({ name: 'Move', weekdays: [1], startMinute: 0, durationMinutes: 60 }),
  },
  'alerts.destinations': {
    allowed: editsSettings,
    input: () => ({ provider: 'slack' }),
    instead: allOf(editsSettings, 'conflict'),
  },
  'alerts.get': {
    allowed: readsSettings,
    input: () => ({ alertId: randomUUID() }),
    instead: allOf(readsSettings, 'not_found'),
  },
  'alerts.list': { allowed: readsSettings },
  'alerts.removeChannel': noAlertChannel(),
  'alerts.removeWindow': {
    allowed: editsSettings,
    input: () => ({ windowId: randomUUID() }),
    instead: allOf(editsSettings, 'not_found'),
  },
  'alerts.rotateChannelSecret': noAlertChannel(),
  'alerts.rules': { allowed: readsSettings },
  'alerts.testChannel': noAlertChannel(),
  'alerts.updateChannel': noAlertChannel(),
  'alerts.updateRules': { allowed: editsSettings, input: () => ({ openAfter: 4 }) },
  'alerts.windows': { allowed: readsSettings },
  'accounts.adopt': forSomebody({ provider: 'nothing', identifier: 'ann' }),
  'accounts.authorize': withoutAccount(ownsAccounts, () => ({ provider: 'nothing' })),
  'accounts.bulk': withoutAccount(readsAccounts, noBulk),
  'accounts.bulks': { allowed: readsAccounts },
  'accounts.cancel': onOneAccount,
  'accounts.cancelBulk': withoutAccount(editsAccounts, noBulk),
  'accounts.changeMany': withoutAccount(editsAccounts, () => ({
    provider: 'nothing',
    change: 'suspend',
    accountIds: [randomUUID()],
  })),
  'accounts.create': forSomebody({ provider: 'nothing' }),
  'accounts.createMany': withoutAccount(editsAccounts, () => ({
    provider: 'nothing',
    people: [{ personId: randomUUID() }],
  })),
  'accounts.current': withoutAccount(ownsAccounts, () => ({ provider: 'nothing' })),
  'accounts.custom': withoutAccount(oneOf(ownsAccounts, editsAccounts), () => ({
    ...noAccount(),
    operation: 'look',
  })),
  'accounts.get': withoutAccount(oneOf(ownsAccounts, readsAccounts)),
  'accounts.list': { allowed: oneOf(ownsAccounts, readsAccounts) },
  'accounts.offers': { allowed: oneOf(ownsAccounts, readsAccounts) },
  'accounts.remove': onOneAccount,
  'accounts.resetSecret': withoutAccount(oneOf(ownsAccounts, editsAccounts)),
  'accounts.retry': onOneAccount,
  'accounts.update': onOneAccount,
  'accounts.matrix': {
    allowed: ['owner', 'admin', 'operator', 'key: accounts:read', 'key: every permission'],
  },
  'audit.list': { allowed: readsAudit },
  'audit.verify': { allowed: readsAudit },
  'calls.call': { allowed: makesCalls, input: syncroCall },
  'calls.get': {
    allowed: readsAudit,
    input: () => ({ id: '00000000-0000-4000-8000-000000000000', createdAt: new Date(0) }),
    instead: Object.fromEntries(readsAudit.map((caller) => [caller, 'not_found'])),
  },
  'calls.limits': { allowed: readsSettings, input: syncro },
  'calls.list': { allowed: readsAudit },
  'calls.setLimits': {
    allowed: editsSettings,
    input: () => ({ provider: 'syncro', limits: { mode: 'observe', perMinute: 60 } }),
  },
  'calls.test': { allowed: makesCalls, input: syncroCall },
  'catalog.get': { allowed: readsSettings, input: syncro },
  'catalog.list': { allowed: readsSettings },
  'connections.authorize': {
    allowed: editsSettings,
    input: reddit,
    // Programs may change settings, but consent takes a person in a browser.
    instead: { 'key: settings:edit': 'forbidden', 'key: every permission': 'forbidden' },
  },
  'connections.confirmAccount': {
    allowed: editsSettings,
    input: noPending,
    instead: allOf(editsSettings, 'not_found'),
  },
  'connections.disconnect': { allowed: editsSettings, input: reddit },
  'connections.dropAccount': {
    allowed: editsSettings,
    input: noPending,
    instead: allOf(editsSettings, 'not_found'),
  },
  'connections.get': { allowed: readsSettings, input: reddit },
  'events.get': {
    allowed: readsWebhooks,
    input: () => ({ id: randomUUID(), receivedAt: new Date(0) }),
    instead: allOf(readsWebhooks, 'not_found'),
  },
  'events.list': { allowed: readsWebhooks },
  'drift.resolve': {
    allowed: editsAccounts,
    input: () => ({ driftId: nobody, plan: 'forget' }),
    instead: allOf(editsAccounts, 'not_found'),
  },
  'drift.check': { allowed: editsAccounts },
  'drift.ignore': {
    allowed: editsAccounts,
    input: () => ({ driftId: nobody, reason: 'A bot.' }),
    instead: allOf(editsAccounts, 'not_found'),
  },
  'drift.list': { allowed: readsAccounts },
  'drift.summary': { allowed: readsAccounts },
  'drift.unignore': {
    allowed: editsAccounts,
    input: () => ({ driftId: nobody }),
    instead: allOf(editsAccounts, 'not_found'),
  },
  'deliveries.discard': withoutThing(editsWebhooks, noDelivery),
  'deliveries.discardAll': { allowed: editsWebhooks },
  'deliveries.get': withoutThing(readsWebhooks, noDelivery),
  'deliveries.list': { allowed: readsWebhooks },
  'deliveries.retry': withoutThing(editsWebhooks, noDelivery),
  'deliveries.retryAll': { allowed: editsWebhooks },
  'deliveries.summary': { allowed: readsWebhooks },
  'integrations.audit': { allowed: readsAudit, input: syncro },
  'integrations.configure': {
    allowed: editsSettings,
    input: () => ({ provider: 'msp360', settings: { login: 'api', password: 'some-password' } }),
  },
  'integrations.get': { allowed: readsSettings, input: syncro },
  'integrations.health': { allowed: readsSettings, input: syncro },
  'integrations.list': { allowed: readsSettings },
  'integrations.reconfigure': {
    allowed: editsSettings,
    input: () => ({ provider: 'syncro', settings: { ...syncroSettings, subdomain: 'globex' } }),
  },
  'integrations.remove': { allowed: editsSettings, input: syncro },
  'integrations.test': { allowed: editsSettings, input: syncro },
  'integrations.toggle': { allowed: editsSettings, input: syncro },
  'integrations.update': {
    allowed: editsSettings,
    input: () => ({ provider: 'syncro', label: 'Renamed' }),
  },
  'invitations.cancel': {
    allowed: administers,
    input: ({ invitationId }) => ({ invitationId }),
  },
  'invitations.create': {
    allowed: administers,
    input: () => ({ email: 'somebody@example.org', role: 'member' }),
  },
  'invitations.list': { allowed: readsMembers },
  'keys.create': {
    allowed: administers,
    input: () => ({ name: 'Another', permissions: ['settings:read'] }),
  },
  'keys.list': { allowed: ['owner', 'admin', 'operator'] },
  'keys.revoke': { allowed: administers, input: ({ keyId }) => ({ keyId }) },
  'members.leave': {
    allowed: [...people],
    instead: { operator: 'not_found' },
  },
  'members.list': { allowed: readsMembers },
  'members.remove': { allowed: administers, input: ({ memberId }) => ({ memberId }) },
  'members.updateRole': {
    allowed: administers,
    input: ({ memberId }) => ({ memberId, role: 'admin' }),
  },
  'operations.list': { allowed: readsSettings, input: syncro },
  'operations.run': {
    allowed: makesCalls,
    input: () => ({ provider: 'syncro', operation: 'customers.list' }),
  },
  'organizations.current': { allowed: readsSettings },
  'organizations.update': { allowed: ['owner'], input: () => ({ name: 'Renamed' }) },
  'repairs.list': { allowed: readsSettings },
  'replays.cancel': withoutThing(editsWebhooks, noReplay),
  'replays.event': withoutThing(editsWebhooks, () => ({ eventId: randomUUID() })),
  'replays.get': withoutThing(readsWebhooks, noReplay),
  'replays.list': { allowed: readsWebhooks },
  'replays.preview': { allowed: readsWebhooks, input: lastDay },
  'replays.start': { allowed: editsWebhooks, input: lastDay },
  'sources.create': { allowed: editsWebhooks, input: () => ({ provider: 'pylon' }) },
  'sources.get': {
    allowed: readsWebhooks,
    input: noSource,
    instead: allOf(readsWebhooks, 'not_found'),
  },
  'sources.list': { allowed: readsWebhooks },
  'sources.remove': {
    allowed: editsWebhooks,
    input: noSource,
    instead: allOf(editsWebhooks, 'not_found'),
  },
  'sources.rotateSecret': {
    allowed: editsWebhooks,
    input: noSource,
    instead: allOf(editsWebhooks, 'not_found'),
  },
  'sources.senders': { allowed: readsWebhooks },
  'sources.tryVerifier': {
    allowed: editsWebhooks,
    input: () => ({
      rules: { verifier: { kind: 'token', header: 'x-token' } },
      secret: 'a',
      headers: '',
      body: '',
    }),
  },
  'sources.update': {
    allowed: editsWebhooks,
    input: noSource,
    instead: allOf(editsWebhooks, 'not_found'),
  },
  'subscriptions.create': {
    allowed: editsWebhooks,
    input: () => ({ name: 'A program', url: 'https://receiver.example.org/hooks' }),
  },
  'subscriptions.disable': withoutThing(editsWebhooks, noSubscription),
  'subscriptions.enable': withoutThing(editsWebhooks, noSubscription),
  'subscriptions.get': withoutThing(readsWebhooks, noSubscription),
  'subscriptions.list': { allowed: readsWebhooks },
  'subscriptions.remove': withoutThing(editsWebhooks, noSubscription),
  'subscriptions.rotateSecret': withoutThing(editsWebhooks, noSubscription),
  'subscriptions.test': withoutThing(editsWebhooks, noSubscription),
  'subscriptions.update': withoutThing(editsWebhooks, noSubscription),
  'webhooks.ack': {
    allowed: readsWebhooks,
    input: () => ({ ...noSubscription(), cursor: '1' }),
    // A bookmark is written, and operators only look.
    instead: { ...allOf(readsWebhooks, 'not_found'), operator: 'forbidden' },
  },
  'webhooks.events': { allowed: readsWebhooks },
  'signOn.create': {
    allowed: administers,
    input: () => ({ name: 'Wiki', redirectUris: ['https://wiki.example.org/callback'] }),
  },
  'signOn.list': { allowed: ['owner', 'admin', 'operator'] },
  'signOn.remove': {
    allowed: administers,
    input: () => ({ clientId: 'no-such-tool' }),
    instead: allOf(administers, 'not_found'),
  },
  'signOn.replaceSecret': {
    allowed: administers,
    input: () => ({ clientId: 'no-such-tool' }),
    instead: allOf(administers, 'not_found'),
  },
  'offboardings.evidence': {
    allowed: readsAccounts,
    input: () => ({ offboardingId: nobody, format: 'csv' }),
    instead: allOf(readsAccounts, 'not_found'),
  },
  'offboardings.get': {
    allowed: readsAccounts,
    input: () => ({ offboardingId: nobody }),
    instead: allOf(readsAccounts, 'not_found'),
  },
  'offboardings.list': { allowed: readsAccounts },
  'offboardings.plan': { allowed: administers, input: ({ memberId }) => ({ memberId }) },
  'offboardings.retry': {
    allowed: editsAccounts,
    input: () => ({ removalId: nobody }),
    instead: allOf(editsAccounts, 'not_found'),
  },
  'offboardings.settle': {
    allowed: editsAccounts,
    input: () => ({ removalId: nobody, reason: 'Done there.' }),
    instead: allOf(editsAccounts, 'not_found'),
  },
  'offboardings.start': { allowed: administers, input: ({ memberId }) => ({ memberId }) },
};

function noAlertChannel(): Row {
  return {
    allowed: editsSettings,
    input: () => ({ channelId: randomUUID() }),
    instead: allOf(editsSettings, 'not_found'),
  };
}

/** Operations of a signed-in person outside any organization. */
const personTable: Record<string, { operatorOnly: boolean; input: unknown }> = {
  'invitations.accept': { operatorOnly: false, input: { token: 'x'.repeat(26) } },
  'organizations.create': { operatorOnly: false, input: { name: 'Another' } },
  'organizations.list': { operatorOnly: true, input: {} },
  'organizations.mine': { operatorOnly: false, input: {} },
  'people.delete': { operatorOnly: true, input: { userId: nobody, email: 'nobody@example.org' } },
  'people.list': { operatorOnly: true, input: {} },
  'people.plan': { operatorOnly: true, input: { userId: nobody } },
  'people.planOwn': { operatorOnly: false, input: {} },
};

/** Open to everybody who holds what they ask for: the token is the permission. */
const openTable = ['invitations.describe'];

type AnyVerb = ((ctx: never, raw: never) => Promise<unknown>) & {
  verb?: string;
  permission?: string;
  audience?: string;
};
const verbs = Object.entries(services).flatMap(([area, members]) =>
  Object.entries(members).map(([name, verb]) => ({
    name: `${area}.${name}`,
    verb: verb as AnyVerb,
  })),
);
const named = (kind: (verb: AnyVerb) => boolean) =>
  verbs.filter(({ verb }) => kind(verb)).map(({ name }) => name);
const verbNamed = (name: string) => verbs.find((each) => each.name === name)?.verb as AnyVerb;

let world: World;
beforeAll(async () => {
  world = await openWorld();
  world.upstream.tokens.add(syncroSettings.apiToken);
});
afterAll(() => world.close());

describe('the tables', () => {
  it('have a row for every operation, and none for anything else', () => {
    expect(Object.keys(table).sort()).toEqual(named((verb) => 'permission' in verb).sort());
    expect(Object.keys(personTable).sort()).toEqual(named((verb) => 'audience' in verb).sort());
    const open = named((verb) => !('permission' in verb || 'audience' in verb));
    expect(openTable).toEqual(open);
  });

  it('name operations as they name themselves', () => {
    for (const { name, verb } of verbs) {
      if (!openTable.includes(name)) expect(verb.verb).toBe(name);
    }
  });
});

describe.each(Object.entries(table))('%s', (name, { allowed, input, instead = {} }) => {
  const verb = verbNamed(name);
  const isAllowed = (caller: Caller) => allowed.includes(caller);

  it.each(callers.filter(isAllowed))('is open to %s', async (caller) => {
    const { tenant, scene } = await setScene();
    const outcome = await outcomeOf(verb, await contextOf(tenant, caller), input?.(scene) ?? {});
    expect(outcome).toBe(instead[caller] ?? 'done');
  });

  it('is refused to everybody else, and changes nothing', async () => {
    const { tenant, scene } = await setScene();
    const refused = callers.filter((caller) => !isAllowed(caller));
    expect(refused.length).toBeGreaterThan(0);
    const contexts = await Promise.all(refused.map((caller) => contextOf(tenant, caller)));
    // Whoever made calls before has its use noted a little later.
    await callsOf(world.runtime).flush();
    const before = await world.contents();
    const outcomes = [];
    for (const context of contexts) {
      outcomes.push(await outcomeOf(verb, context, input?.(scene) ?? {}));
      // A refusal must not depend on the input, or it would tell something about it.
      outcomes.push(await outcomeOf(verb, context, { nonsense: true }));
    }
    expect(new Set(outcomes)).toEqual(new Set(['forbidden']));
    expect(await world.contents()).toEqual(before);
  });
});

describe.each(Object.entries(personTable))('%s', (name, { operatorOnly, input }) => {
  const verb = verbNamed(name);

  it.each(['owner', 'operator'] as const)('knows what a platform’s %s may do', async (role) => {
    const tenant = await world.organization();
    const person = await tenant.person(role);
    const context: PersonContext = { runtime: world.runtime, person, requestId: 'req_person' };
    const before = await world.contents();
    const outcome = await outcomeOf(verb, context, input);
    const isRefused = operatorOnly && role !== 'operator';
    expect(outcome === 'forbidden').toBe(isRefused);
    if (isRefused) expect(await world.contents()).toEqual(before);
  });
});

/** A new organization with one of everything that calls are about. */
async function setScene() {
  const tenant = await world.organization();
  const owner = await tenant.as('owner');
  const { id: userId } = await tenant.person('member');
  await services.integrations.configure(owner, { provider: 'syncro', settings: syncroSettings });
  const app = { clientId: 'an-app-of-our-own', clientSecret: 'its-own-secret-value' };
  await services.integrations.update(owner, { provider: 'reddit', settings: app });
  const members = await services.members.list(owner, {});
  const invitation = await services.invitations.create(owner, {
    email: 'invited@example.org',
    role: 'member',
  });
  const key = await services.keys.create(owner, { name: 'One', permissions: ['settings:read'] });
  const scene: Scene = {
    memberId: members.find((member) => member.userId === userId)?.id ?? '',
    invitationId: invitation.id,
    keyId: key.id,
  };
  return { tenant, scene };
}

async function contextOf(tenant: Tenant, caller: Caller): Promise<ServiceContext> {
  const role = people.find((each) => each === caller);
  if (role) return tenant.as(role);
  if (caller === 'key: every permission') return tenant.key(keyPermissions);
  return tenant.key(keyPermissions.filter((permission) => caller === `key: ${permission}`));
}

/** `done`, or the code of the refusal; anything unexpected is thrown on. */
async function outcomeOf(verb: AnyVerb, context: unknown, input: unknown): Promise<string> {
  try {
    await verb(context as never, input as never);
    return 'done';
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
}
