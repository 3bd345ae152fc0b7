import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import { IntegrationAccount, Member, User } from '@patchbay/db';
import type { Permitted, ServiceContext } from '../kernel/index.ts';
import type { AccountRef } from './schemas.ts';

/** @throws PatchbayError `not_found`, also for another organization's account and another provider's */
export async function requireAccount(
  em: EntityManager,
  organizationId: string,
  { provider, accountId }: AccountRef,
  { lock = false } = {},
): Promise<IntegrationAccount> {
  const row = await em.findOne(
    IntegrationAccount,
    { id: accountId, organizationId, provider },
    lock ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {},
  );
  if (row) return row;
  throw new PatchbayError('not_found', 'There is no such account.');
}

/** A person of the organization. @throws PatchbayError `not_found` */
export async function requirePerson(
  em: EntityManager,
  organizationId: string,
  userId: string,
): Promise<User> {
  const member = await em.findOne(Member, { organizationId, userId });
  const user = member && (await em.findOne(User, { id: userId }));
  if (user) return user;
  throw new PatchbayError('not_found', 'There is no such person in this organization.');
}

/** The person who calls; null for programs and for operators, who have no accounts here. */
export const ownId = ({ principal }: Pick<ServiceContext, 'principal'>): string | null =>
  principal.actor.type === 'user' && principal.permissions.has('accounts:own')
    ? principal.actor.id
    : null;

export const mayRead = ({ principal }: Permitted, userId: string): boolean =>
  principal.permissions.has('accounts:read') || ownId({ principal }) === userId;

export const mayEditOthers = ({ principal }: Pick<ServiceContext, 'principal'>): boolean =>
  principal.permissions.has('accounts:edit');

/** @throws PatchbayError `forbidden` for somebody else's account */
export function requireHandOn(ctx: Permitted, userId: string): void {
  if (mayEditOthers(ctx) || ownId(ctx) === userId) return;
  throw new PatchbayError('forbidden', 'This is somebody else’s account.');
}

/** What somebody else suspended, only those who may edit others' accounts change. @throws PatchbayError `forbidden` */
export function requireNotSuspendedByOther(ctx: Permitted, row: IntegrationAccount): void {
  if (mayEditOthers(ctx) || !isSuspendedByOther(row)) return;
  throw new PatchbayError('forbidden', 'An admin suspended this account.');
}

export const isSuspendedByOther = (row: IntegrationAccount): boolean =>
  row.status === 'suspended' && row.suspendedBy !== row.userId;
