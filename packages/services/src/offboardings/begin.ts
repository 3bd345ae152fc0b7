import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import {
  AccountRemoval,
  ApiKey,
  IntegrationAccount,
  Offboarding,
  type OffboardingKind,
  type User,
} from '@patchbay/db';
import { enqueue, removeAccounts } from '@patchbay/jobs';
import { sql } from 'kysely';
import { settled } from '../accounts/operation.ts';
import { noteInBulk } from '../accounts/record.ts';
import { publish, type ServiceContext, writeAudit } from '../kernel/index.ts';
import { isNowhere, keysOfPerson, removalOf } from './planned.ts';

type Acting = Pick<ServiceContext, 'runtime' | 'principal' | 'requestId'>;

export type Leaving = {
  user: Pick<User, 'id' | 'name' | 'email'>;
  kind: OffboardingKind;
  revokeKeys: boolean;
  reason: string;
};

export type Begun = { id: string; accounts: number; keysRevoked: number };

/**
 * Everything that a person's leaving changes here, as part of the transaction that ends their membership: their accounts
 * are closed, and what has to happen outside stands in rows of its own, for a job. Nothing outside is called.
 */
export async function beginOffboarding(
  em: EntityManager,
  ctx: Acting,
  { user, kind, revokeKeys, reason }: Leaving,
): Promise<Begun> {
  const { organizationId, actor } = ctx.principal;
  const now = ctx.runtime.clock.now();
  const keysRevoked = revokeKeys ? await endKeys(em, ctx, user.id) : 0;
  const offboarding = em.create(Offboarding, {
    id: crypto.randomUUID(),
    organizationId,
    kind,
    userId: user.id,
    personName: user.name,
    personEmail: user.email,
    reason,
    requestedBy: actor,
    keysRevoked,
    createdAt: now,
  });
  const removals = await closeAccounts(em, ctx, offboarding);
  await em.flush();
  await endSignOn(em, organizationId, user.id);
  const { id } = offboarding;
  if (removals.some(({ state }) => state === 'waiting'))
    await enqueue(em, removeAccounts, { offboardingId: id });
  if (removals.length > 0 || keysRevoked > 0)
    await record(em, ctx, id, {
      person: { name: user.name, email: user.email },
      kind,
      accounts: removals.map(({ provider, identifier, plan }) => ({ provider, identifier, plan })),
      keysRevoked,
      ...(reason && { reason }),
    });
  return { id, accounts: removals.length, keysRevoked };
}

/** Closes the accounts of somebody who left already, found later; see `strayAccounts`. */
export async function closeAccounts(
  em: EntityManager,
  { runtime }: Pick<Acting, 'runtime'>,
  { id, organizationId, userId }: Offboarding,
): Promise<AccountRemoval[]> {
  const now = runtime.clock.now();
  const rows = await em.find(
    IntegrationAccount,
    { organizationId, userId, status: { $ne: 'deleted' } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  const removals: AccountRemoval[] = [];
  for (const row of rows) {
    await noteInBulk(em, runtime, row, 'canceled');
    if (isNowhere(row)) {
      em.remove(row);
      continue;
    }
    const plan = removalOf(row.provider);
    removals.push(
      em.create(AccountRemoval, {
        organizationId,
        offboarding: id,
        accountId: row.id,
        provider: row.provider,
        system: row.system,
        identifier: row.identifier,
        identifierKey: row.identifierKey,
        plan,
        state: plan === 'manual' ? 'manual' : 'waiting',
        certain: row.status !== 'provisioning',
        nextAttemptAt: plan === 'manual' ? null : now,
        createdAt: now,
      }),
    );
    // The name stays reserved here until it is free there.
    em.assign(row, { ...settled, status: 'deleted', deletedAt: now, nameHeld: true });
    em.assign(row, { suspendedBy: null, secretShown: null, updatedAt: now });
  }
  return removals;
}

/** Keys end one by one: a process that remembers one hears of its end. */
async function endKeys(em: EntityManager, ctx: Acting, userId: string): Promise<number> {
  const { organizationId } = ctx.principal;
  const now = ctx.runtime.clock.now();
  const keys = await keysOfPerson(em, organizationId, userId, now);
  for (const key of keys) {
    await em.nativeUpdate(ApiKey, { id: key.id }, { revokedAt: now });
    const subject = { type: 'api_key' as const, id: key.id };
    const details = {
      name: key.name,
      prefix: key.prefix,
      before: { revokedAt: null },
      after: { revokedAt: now },
    };
    await writeAudit(em, ctx, { action: 'api_key.revoked', subject, details });
    await publish(em, { organizationId, type: 'api_key.revoked', subject });
  }
  return keys.length;
}

/** What tools of the organization were told is no longer confirmed, and coming back takes a new consent. */
async function endSignOn(em: EntityManager, organizationId: string, userId: string) {
  for (const table of ['oauthAccessToken', 'oauthRefreshToken', 'oauthConsent'])
    await sql`delete from ${sql.id('auth', table)} t using auth."oauthClient" c
      where t."clientId" = c."clientId" and c."referenceId" = ${organizationId}
        and t."userId" = ${userId}`.execute(em.getKysely());
}

async function record(
  em: EntityManager,
  ctx: Acting,
  id: string,
  details: Record<string, unknown>,
): Promise<void> {
  const subject = { type: 'offboarding' as const, id };
  await writeAudit(em, ctx, { action: 'offboarding.started', subject, details });
  const { organizationId } = ctx.principal;
  await publish(em, { organizationId, type: 'offboarding.started', subject });
}
