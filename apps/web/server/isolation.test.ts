import { appRouter } from '@patchbay/trpc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askProcedure } from './testing/ask-procedure.ts';
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
  pending: string;
  account: { account: string; bulk: string; person: string };
  source: string;
  event: { id: string; receivedAt: Date };
  outbound: { subscription: string; reader: string; replay: string; delivery: string };
  alert: string;
  alertChannel: string;
  quietTime: string;
  leaving: { offboarding: string; removal: string; drift: string; tool: string };
  call: { id: string; createdAt: Date };
  words: string[];
};

/** A provider that says back what it was sent, the credential too. */
const echo: typeof fetch = async (input, init) =>
  Response.json({
    customers: [],
    meta: { total_pages: 1, page: 1, total_entries: 0 },
    heard: Object.fromEntries(new Request(input, init).headers),
  });

beforeAll(async () => {
  product = await openProduct(echo);
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
  await client.calls.make.mutate({ provider: 'syncro', endpoint: '/customers?of=theirs-only' });
  await product.calls.flush();
  const { items } = await client.calls.list.query();
  const pending = await waitingAccount(theirs);
  const account = await personsAccount(theirs);
  const source = await client.sources.create.mutate({ provider: 'github', name: 'theirs-only' });
  const event = await receivedEvent(theirs, source.id);
  const sent = await outbound(theirs, event);
  const { id: alertChannel } = await client.alerts.createChannel.mutate({
    kind: 'email',
    name: 'theirs-only',
    recipients: ['alerts@theirs.example'],
  });
  const { id: quietTime } = await client.alerts.createWindow.mutate({
    name: 'theirs-only',
    weekdays: [1],
    startMinute: 0,
    durationMinutes: 60,
  });
  const alert = await openAlert(theirs);
  const leaving = await somebodyLeft(theirs);
  foreign = {
    pending,
    account,
    source: source.id,
    event,
    outbound: sent,
    alert,
    alertChannel,
    leaving,
    quietTime,
    call: items[0] ?? expect.unreachable('the call is on record'),
    integration,
    member: member?.id ?? '',
    invitation: invited.id,
    key: made.id,
    words: [
      account.account,
      account.bulk,
      source.id,
      source.newSecret ?? secret,
      event.id,
      sent.subscription,
      sent.reader,
      sent.replay,
      integration,
      invited.id,
      made.id,
      theirs.id,
      pending,
      items[0]?.id ?? '',
      ...Object.values(leaving),
      'theirs-only',
      'theirs.example',
      secret,
    ],
  };
});
afterAll(() => product.close());

/** A grant for another account that their people have to answer. */
async function waitingAccount(organization: Founded): Promise<string> {
  const { client } = organization.owner;
  const { integrationId } = await client.connections.get.query({ provider: 'reddit' });
  const rows = await product.query(
    `insert into integration_pending_grants (id, organization_id, integration_id, user_id, account_id,
       account_name, sealed_grant, expires_at, created_at)
     select gen_random_uuid(), $1, $2, "userId", 't2_theirs', 'theirs-only', $3, now() + interval '15 minutes', now()
     from auth.member where "organizationId" = $1 returning id`,
    [organization.id, integrationId, secret],
  );
  return rows[0].id;
}

/** An offboarding with an account that waits, a difference, and a tool of single sign-on. */
async function somebodyLeft({ id, owner }: Founded) {
  const [offboarding] = await product.query(
    `insert into offboardings (organization_id, kind, user_id, person_name, person_email, requested_by)
     values ($1, 'member', gen_random_uuid(), 'theirs-only', 'left@theirs.example', '{"type":"system","id":"x","name":"x"}')
     returning id`,
    [id],
  );
  const [removal] = await product.query(
    `insert into account_removals (organization_id, offboarding_id, account_id, provider, system, identifier,
       identifier_key, plan, state)
     values ($1, $2, gen_random_uuid(), 'mailcow', 'mail.theirs.example', 'x@theirs.example', 'x@theirs.example',
       'deleted', 'failed') returning id`,
    [id, offboarding.id],
  );
  const [drift] = await product.query(
    `insert into account_drift (organization_id, provider, system, identifier, identifier_key, kind, there, found_at, seen_at)
     values ($1, 'mailcow', 'mail.theirs.example', 'y@theirs.example', 'y@theirs.example', 'unclaimed', 'active', now(), now())
     returning id`,
    [id],
  );
  const tool = await owner.client.signOn.create.mutate({
    name: 'theirs-only',
    redirectUris: ['https://wiki.theirs.example/callback'],
  });
  return { offboarding: offboarding.id, removal: removal.id, drift: drift.id, tool: tool.clientId };
}

async function openAlert({ id }: Founded): Promise<string> {
  const rows = await product.query(
    `insert into alerts (organization_id, cause, kind, severity, subject_name, reason, what, why, since, opened_at)
     values ($1, 'health:x', 'health', 'critical', 'theirs-only', 'auth', 'theirs-only', 'why', now(), now())
     returning id`,
    [id],
  );
  return rows[0].id;
}

async function receivedEvent({ id }: Founded, sourceId: string) {
  const receivedAt = new Date();
  const rows = await product.query(
    `insert into webhook_events (organization_id, endpoint_id, provider, delivery_id, event_type, headers, body,
       received_at)
     values ($1, $2, 'github', 'theirs-only', 'theirs-only', '{}', 'theirs-only', $3) returning id`,
    [id, sourceId, receivedAt],
  );
  return { id: rows[0].id as string, receivedAt };
}

/** A subscription with an event that waits for it, and a replay. */
async function outbound({ owner, id }: Founded, event: { id: string; receivedAt: Date }) {
  const { client } = owner;
  const { id: subscription } = await client.subscriptions.create.mutate({
    name: 'theirs-only',
    url: 'https://receiver.example.org/theirs-only',
  });
  const { id: reader } = await client.subscriptions.create.mutate({
    name: 'theirs-only',
    kind: 'pull',
  });
  await product.query(
    `insert into webhook_messages (organization_id, position, created_at, event_id, received_at, provider, type)
     values ($1, 1, now(), $2, $3, 'github', 'theirs-only')`,
    [id, event.id, event.receivedAt],
  );
  const { replayId: replay } = await client.replays.event.mutate({ eventId: event.id });
  const { items } = await client.deliveries.list.query();
  return { subscription, reader, replay, delivery: items[0]?.id ?? '' };
}

/** One of their people's accounts, and a bulk that it was made with. */
async function personsAccount({ id }: Founded) {
  const [account] = await product.query(
    `insert into integration_accounts (organization_id, integration_id, user_id, integration_type, system,
       identifier, identifier_key, status)
     select $1, c.id, m."userId", 'mailcow', 'mail.theirs.example', 'ann@theirs.example', 'ann@theirs.example', 'active'
     from auth.member m join integration_configs c on c.organization_id = m."organizationId" and c.provider = 'mailcow'
     where m."organizationId" = $1 limit 1 returning id, user_id`,
    [id],
  );
  const [bulk] = await product.query(
    `insert into account_bulks (organization_id, provider, kind) values ($1, 'mailcow', 'create') returning id`,
    [id],
  );
  return { account: account.id, bulk: bulk.id, person: account.user_id };
}

type Attempt = (visitor: Visitor) => Promise<unknown>;
/** `empty`: answers, but with nothing of theirs. Anything else is the status of the refusal. */
type Expected = 'empty' | 403 | 404 | 409;

type Try = { as: 'key' | 'owner'; call: Attempt; expected: Expected };

/** One attempt at the other organization's things for every procedure; a new procedure needs a line here. */
const attempts: Record<string, Try> = {
  ...typedOperations(),
  ...accountAttempts(),
  ...lifecycleAttempts(),
  'alerts.list': {
    as: 'key',
    call: ({ client }) => client.alerts.list.query({ state: 'all' }),
    expected: 'empty',
  },
  'alerts.count': {
    as: 'key',
    call: ({ client }) => client.alerts.count.query(),
    expected: 'empty',
  },
  'alerts.get': {
    as: 'key',
    call: ({ client }) => client.alerts.get.query({ alertId: foreign.alert }),
    expected: 404,
  },
  'alerts.acknowledge': {
    as: 'key',
    call: ({ client }) => client.alerts.acknowledge.mutate({ alertId: foreign.alert }),
    expected: 404,
  },
  'alerts.channels': {
    as: 'key',
    call: ({ client }) => client.alerts.channels.query(),
    expected: 'empty',
  },
  'alerts.createChannel': {
    as: 'key',
    call: ({ client }) =>
      client.alerts.createChannel.mutate({
        kind: 'email',
        name: 'Ours',
        recipients: ['us@example.org'],
      }),
    expected: 'empty',
  },
  'alerts.updateChannel': {
    as: 'key',
    call: ({ client }) =>
      client.alerts.updateChannel.mutate({ channelId: foreign.alertChannel, name: 'Taken' }),
    expected: 404,
  },
  'alerts.removeChannel': {
    as: 'key',
    call: ({ client }) => client.alerts.removeChannel.mutate({ channelId: foreign.alertChannel }),
    expected: 404,
  },
  'alerts.rotateChannelSecret': {
    as: 'key',
    call: ({ client }) =>
      client.alerts.rotateChannelSecret.mutate({ channelId: foreign.alertChannel }),
    expected: 404,
  },
  'alerts.testChannel': {
    as: 'key',
    call: ({ client }) => client.alerts.testChannel.mutate({ channelId: foreign.alertChannel }),
    expected: 404,
  },
  'alerts.destinations': {
    as: 'key',
    call: ({ client }) => client.alerts.destinations.query({ provider: 'slack' }),
    expected: 409,
  },
  'alerts.rules': {
    as: 'key',
    call: ({ client }) => client.alerts.rules.query(),
    expected: 'empty',
  },
  'alerts.updateRules': {
    as: 'key',
    call: ({ client }) => client.alerts.updateRules.mutate({ openAfter: 5 }),
    expected: 'empty',
  },
  'alerts.windows': {
    as: 'key',
    call: ({ client }) => client.alerts.windows.query(),
    expected: 'empty',
  },
  'alerts.createWindow': {
    as: 'key',
    call: ({ client }) =>
      client.alerts.createWindow.mutate({
        name: 'Quiet',
        integrationId: foreign.integration,
        weekdays: [1],
        startMinute: 0,
        durationMinutes: 60,
      }),
    expected: 404,
  },
  'alerts.removeWindow': {
    as: 'key',
    call: ({ client }) => client.alerts.removeWindow.mutate({ windowId: foreign.quietTime }),
    expected: 404,
  },
  'audit.list': { as: 'key', call: ({ client }) => client.audit.list.query(), expected: 'empty' },
  'audit.verify': {
    as: 'key',
    call: ({ client }) => client.audit.verify.query(),
    expected: 'empty',
  },
  'calls.make': {
    as: 'key',
    call: ({ client }) => client.calls.make.mutate({ provider: 'syncro', endpoint: '/customers' }),
    expected: 409,
  },
  'calls.test': {
    as: 'key',
    call: ({ client }) => client.calls.test.mutate({ provider: 'syncro', endpoint: '/customers' }),
    expected: 'empty',
  },
  'calls.list': {
    as: 'key',
    call: ({ client }) => client.calls.list.query({ integrationId: foreign.integration }),
    expected: 'empty',
  },
  'calls.get': {
    as: 'key',
    call: ({ client }) => client.calls.get.query(foreign.call),
    expected: 404,
  },
  'calls.limits': {
    as: 'key',
    call: ({ client }) => client.calls.limits.query({ provider: 'syncro' }),
    expected: 'empty',
  },
  'calls.setLimits': {
    as: 'key',
    call: ({ client }) =>
      client.calls.setLimits.mutate({
        provider: 'syncro',
        limits: { mode: 'enforce', perMinute: 1 },
      }),
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
  'connections.get': byId(({ client }, id) => client.connections.get.query({ id })),
  'connections.authorize': {
    as: 'owner',
    call: ({ client }) => client.connections.authorize.mutate({ id: foreign.integration }),
    expected: 404,
  },
  'connections.confirmAccount': {
    as: 'owner',
    call: ({ client }) =>
      client.connections.confirmAccount.mutate({ provider: 'reddit', pendingId: foreign.pending }),
    expected: 404,
  },
  'connections.dropAccount': {
    as: 'owner',
    call: ({ client }) =>
      client.connections.dropAccount.mutate({ provider: 'reddit', pendingId: foreign.pending }),
    expected: 404,
  },
  'connections.disconnect': byId(({ client }, id) => client.connections.disconnect.mutate({ id })),
  'events.list': {
    as: 'key',
    call: ({ client }) => client.events.list.query({ sourceId: foreign.source }),
    expected: 'empty',
  },
  'events.get': {
    as: 'key',
    call: ({ client }) => client.events.get.query(foreign.event),
    expected: 404,
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
  'operations.list': {
    as: 'key',
    call: ({ client }) => client.operations.list.query({ provider: 'syncro' }),
    expected: 'empty',
  },
  'operations.run': {
    as: 'key',
    call: ({ client }) =>
      client.operations.run.mutate({ provider: 'syncro', operation: 'customers.list' }),
    expected: 409,
  },
  'sources.senders': {
    as: 'key',
    call: ({ client }) => client.sources.senders.query(),
    expected: 'empty',
  },
  'sources.list': {
    as: 'key',
    call: ({ client }) => client.sources.list.query(),
    expected: 'empty',
  },
  'sources.get': {
    as: 'key',
    call: ({ client }) => client.sources.get.query({ id: foreign.source }),
    expected: 404,
  },
  'sources.create': {
    as: 'key',
    call: ({ client }) => client.sources.create.mutate({ provider: 'github' }),
    expected: 'empty',
  },
  'sources.update': {
    as: 'key',
    call: ({ client }) => client.sources.update.mutate({ id: foreign.source, name: 'taken' }),
    expected: 404,
  },
  'sources.rotateSecret': {
    as: 'key',
    call: ({ client }) => client.sources.rotateSecret.mutate({ id: foreign.source }),
    expected: 404,
  },
  'sources.remove': {
    as: 'key',
    call: ({ client }) => client.sources.remove.mutate({ id: foreign.source }),
    expected: 404,
  },
  'sources.tryVerifier': {
    as: 'key',
    call: ({ client }) =>
      client.sources.tryVerifier.mutate({
        rules: { verifier: { kind: 'token', header: 'x-token' } },
        secret: 'something',
        headers: '',
        body: '',
      }),
    expected: 'empty',
  },
  'subscriptions.list': {
    as: 'key',
    call: ({ client }) => client.subscriptions.list.query(),
    expected: 'empty',
  },
  'subscriptions.create': {
    as: 'key',
    call: ({ client }) => client.subscriptions.create.mutate({ name: 'Mine', kind: 'pull' }),
    expected: 'empty',
  },
  ...onSubscription('subscriptions', ['update', 'rotateSecret', 'enable', 'disable', 'test']),
  'subscriptions.get': {
    as: 'key',
    call: ({ client }) =>
      client.subscriptions.get.query({ subscriptionId: foreign.outbound.subscription }),
    expected: 404,
  },
  'subscriptions.remove': {
    as: 'key',
    call: ({ client }) =>
      client.subscriptions.remove.mutate({ subscriptionId: foreign.outbound.subscription }),
    expected: 404,
  },
  'deliveries.list': {
    as: 'key',
    call: ({ client }) =>
      client.deliveries.list.query({ subscriptionId: foreign.outbound.subscription }),
    expected: 'empty',
  },
  'deliveries.summary': {
    as: 'key',
    call: ({ client }) => client.deliveries.summary.query(),
    expected: 'empty',
  },
  'deliveries.get': {
    as: 'key',
    call: ({ client }) => client.deliveries.get.query({ deliveryId: foreign.outbound.delivery }),
    expected: 404,
  },
  'deliveries.retry': {
    as: 'key',
    call: ({ client }) => client.deliveries.retry.mutate({ deliveryId: foreign.outbound.delivery }),
    expected: 404,
  },
  'deliveries.discard': {
    as: 'key',
    call: ({ client }) =>
      client.deliveries.discard.mutate({ deliveryId: foreign.outbound.delivery }),
    expected: 404,
  },
  ...onSubscription('deliveries', ['retryAll', 'discardAll'], 'empty'),
  'replays.event': {
    as: 'key',
    call: ({ client }) => client.replays.event.mutate({ eventId: foreign.event.id }),
    expected: 404,
  },
  'replays.preview': {
    as: 'key',
    call: ({ client }) => client.replays.preview.query(everToTheirs()),
    expected: 404,
  },
  'replays.start': {
    as: 'key',
    call: ({ client }) => client.replays.start.mutate(everToTheirs()),
    expected: 404,
  },
  'replays.list': {
    as: 'key',
    call: ({ client }) => client.replays.list.query(),
    expected: 'empty',
  },
  'replays.get': {
    as: 'key',
    call: ({ client }) => client.replays.get.query({ replayId: foreign.outbound.replay }),
    expected: 404,
  },
  'replays.cancel': {
    as: 'key',
    call: ({ client }) => client.replays.cancel.mutate({ replayId: foreign.outbound.replay }),
    expected: 404,
  },
  'webhooks.events': {
    as: 'key',
    call: ({ client }) => client.webhooks.events.query({ cursor: '0' }),
    expected: 'empty',
  },
  'webhooks.ack': {
    as: 'key',
    call: ({ client }) =>
      client.webhooks.ack.mutate({ subscriptionId: foreign.outbound.reader, cursor: '1' }),
    expected: 404,
  },
  'webhooks.stream': {
    as: 'owner',
    call: (visitor) => firstFrame(product.inside(visitor, theirs.slug), 'webhooks.stream'),
    expected: 404,
  },
  'repairs.list': {
    as: 'key',
    call: ({ client }) => client.repairs.list.query(),
    expected: 'empty',
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

function lifecycleAttempts(): Record<string, Try> {
  const asKey = (expected: Expected, call: Attempt): Try => ({ as: 'key', call, expected });
  const asOwner = (expected: Expected, call: Attempt): Try => ({ as: 'owner', call, expected });
  const offboardingId = () => foreign.leaving.offboarding;
  const removalId = () => foreign.leaving.removal;
  const driftId = () => foreign.leaving.drift;
  const clientId = () => foreign.leaving.tool;
  const memberId = () => foreign.member;
  return {
    'drift.check': asKey('empty', ({ client }) => client.drift.check.mutate()),
    'drift.ignore': asKey(404, ({ client }) =>
      client.drift.ignore.mutate({ driftId: driftId(), reason: 'Mine.' }),
    ),
    'drift.list': asKey('empty', ({ client }) => client.drift.list.query()),
    'drift.resolve': asKey(404, ({ client }) =>
      client.drift.resolve.mutate({ driftId: driftId(), plan: 'remove_outside' }),
    ),
    'drift.summary': asKey('empty', ({ client }) => client.drift.summary.query()),
    'drift.unignore': asKey(404, ({ client }) =>
      client.drift.unignore.mutate({ driftId: driftId() }),
    ),
    'offboardings.evidence': asKey(404, ({ client }) =>
      client.offboardings.evidence.query({ offboardingId: offboardingId(), format: 'json' }),
    ),
    'offboardings.get': asKey(404, ({ client }) =>
      client.offboardings.get.query({ offboardingId: offboardingId() }),
    ),
    'offboardings.list': asKey('empty', ({ client }) => client.offboardings.list.query()),
    'offboardings.plan': asOwner(404, ({ client }) =>
      client.offboardings.plan.query({ memberId: memberId() }),
    ),
    'offboardings.retry': asKey(404, ({ client }) =>
      client.offboardings.retry.mutate({ removalId: removalId() }),
    ),
    'offboardings.settle': asKey(404, ({ client }) =>
      client.offboardings.settle.mutate({ removalId: removalId(), reason: 'Mine.' }),
    ),
    'offboardings.start': asOwner(404, ({ client }) =>
      client.offboardings.start.mutate({ memberId: memberId() }),
    ),
    'people.delete': asOwner(403, ({ client }) =>
      client.people.delete.mutate({ userId: foreign.account.person, email: 'x@theirs.example' }),
    ),
    'people.list': asOwner(403, ({ client }) => client.people.list.query()),
    'people.plan': asOwner(403, ({ client }) =>
      client.people.plan.query({ userId: foreign.account.person }),
    ),
    'people.planOwn': asOwner('empty', ({ client }) => client.people.planOwn.query()),
    'signOn.create': asOwner('empty', ({ client }) =>
      client.signOn.create.mutate({ name: 'Ours', redirectUris: ['https://ours.example/back'] }),
    ),
    'signOn.list': asOwner('empty', ({ client }) => client.signOn.list.query()),
    'signOn.remove': asOwner(404, ({ client }) =>
      client.signOn.remove.mutate({ clientId: clientId() }),
    ),
    'signOn.replaceSecret': asOwner(404, ({ client }) =>
      client.signOn.replaceSecret.mutate({ clientId: clientId() }),
    ),
  };
}

/** Those that look for the account find none; those that begin with the provider find it not set up. */
function accountAttempts(): Record<string, Try> {
  const provider = 'mailcow';
  const ref = () => ({ provider, accountId: foreign.account.account });
  const personId = () => foreign.account.person;
  const asKey = (expected: Expected, call: Attempt): Try => ({ as: 'key', call, expected });
  return {
    'accounts.adopt': asKey(403, ({ client }) =>
      client.accounts.adopt.mutate({ provider, identifier: 'ann', personId: personId() }),
    ),
    'accounts.authorize': {
      as: 'owner',
      call: ({ client }) => client.accounts.authorize.mutate({ provider: 'discord' }),
      expected: 403,
    },
    'accounts.bulk': asKey(404, ({ client }) =>
      client.accounts.bulk.query({ bulkId: foreign.account.bulk }),
    ),
    'accounts.bulks': asKey('empty', ({ client }) => client.accounts.bulks.query()),
    'accounts.cancel': asKey(404, ({ client }) => client.accounts.cancel.mutate(ref())),
    'accounts.cancelBulk': asKey(404, ({ client }) =>
      client.accounts.cancelBulk.mutate({ bulkId: foreign.account.bulk }),
    ),
    'accounts.changeMany': asKey(403, ({ client }) =>
      client.accounts.changeMany.mutate({
        provider,
        change: 'remove',
        accountIds: [foreign.account.account],
      }),
    ),
    'accounts.create': asKey(403, ({ client }) =>
      client.accounts.create.mutate({ provider, personId: personId() }),
    ),
    'accounts.createMany': asKey(403, ({ client }) =>
      client.accounts.createMany.mutate({ provider, people: [{ personId: personId() }] }),
    ),
    'accounts.current': {
      as: 'owner',
      call: ({ client }) => client.accounts.current.query({ provider }),
      expected: 403,
    },
    'accounts.custom': asKey(404, ({ client }) =>
      client.accounts.custom.mutate({ ...ref(), operation: 'look' }),
    ),
    'accounts.get': asKey(404, ({ client }) => client.accounts.get.query(ref())),
    'accounts.list': asKey('empty', ({ client }) =>
      client.accounts.list.query({ personId: personId() }),
    ),
    'accounts.matrix': asKey('empty', ({ client }) =>
      client.accounts.matrix.query({ search: 'theirs' }),
    ),
    'accounts.offers': asKey('empty', ({ client }) => client.accounts.offers.query()),
    'accounts.remove': asKey(404, ({ client }) => client.accounts.remove.mutate(ref())),
    'accounts.resetSecret': asKey(404, ({ client }) => client.accounts.resetSecret.mutate(ref())),
    'accounts.retry': asKey(404, ({ client }) => client.accounts.retry.mutate(ref())),
    'accounts.update': asKey(404, ({ client }) =>
      client.accounts.update.mutate({ ...ref(), status: 'suspended' }),
    ),
  };
}

/** They take no organization and no integration, so there is only one's own to reach, which is not set up. */
function typedOperations(): Record<string, Try> {
  const names = Object.keys(appRouter._def.procedures).filter((name) =>
    /^operations\.\w+\./.test(name),
  );
  return Object.fromEntries(
    names.map((name) => [
      name,
      { as: 'key', call: (visitor: Visitor) => askProcedure(visitor, name), expected: 409 },
    ]),
  );
}

const everToTheirs = () => ({
  from: new Date(0),
  until: new Date(Date.now() + 86_400_000),
  subscriptionId: foreign.outbound.subscription,
});

function onSubscription(
  area: 'subscriptions' | 'deliveries',
  names: readonly string[],
  expected: Expected = 404,
): Record<string, Try> {
  return Object.fromEntries(
    names.map((name): [string, Try] => [
      `${area}.${name}`,
      {
        as: 'key',
        expected,
        call: (visitor) =>
          askProcedure(visitor, `${area}.${name}`, {
            subscriptionId: foreign.outbound.subscription,
          }),
      },
    ]),
  );
}

function byId(call: (visitor: Visitor, id: string) => Promise<unknown>) {
  return {
    as: 'key' as const,
    call: (visitor: Visitor) => call(visitor, foreign.integration),
    expected: 404 as const,
  };
}

async function firstFrame(visitor: Visitor, name = 'live.events'): Promise<unknown> {
  const stream = await openStream(visitor, undefined, `/api/trpc/${name}`);
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
    expect(await client.calls.limits.query({ provider: 'syncro' })).toMatchObject({ own: null });
    expect(await client.connections.get.query({ provider: 'reddit' })).toMatchObject({
      pending: { id: foreign.pending },
    });
    expect(await client.repairs.list.query()).toMatchObject([{ kind: 'account_unconfirmed' }]);
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
      client.calls.list.query(),
      client.calls.get.query(foreign.call),
      client.calls.limits.query({ provider: 'syncro' }),
      client.connections.get.query({ provider: 'syncro' }),
      client.connections.get.query({ provider: 'reddit' }),
      client.operations.run.mutate({ provider: 'syncro', operation: 'customers.list' }),
      client.operations.syncro.customers.list.query({}),
      client.repairs.list.query(),
      fetch('/api/v1/calls').then((answer) => answer.text()),
      fetch('/api/v1/integrations/syncro').then((answer) => answer.text()),
    ]);
    expect(JSON.stringify(answers)).not.toContain(secret);
    expect(product.log.join('\n')).not.toContain(secret);
    const refused = await client.integrations.configure
      .mutate({ provider: 'syncro', settings: { subdomain: 'not valid!', apiToken: secret } })
      .catch((error) => error);
    expect(JSON.stringify([refused.message, refused.shape])).not.toContain(secret);
    const record = await client.calls.get.query(foreign.call);
    expect(record.response).toContain('heard');
  });
});
