import { AuditLog, IntegrationAccount } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { services } from '../../index.ts';
import type { ServiceContext } from '../../kernel/index.ts';
import { settleOutstanding } from '../outstanding.ts';
import { type AccountWorld, freshName, openAccountWorld } from './world.ts';

const provider = 'lodge';

type Parts = {
  world: AccountWorld;
  /** New for each test, with an empty lodge: Ann is a member. */
  tenant: Awaited<ReturnType<AccountWorld['organization']>>;
  ann: ServiceContext;
  admin: ServiceContext;
};

/** An organization with a lodge, a member and an admin for each test of a file. */
export function useScene() {
  const scene = { made, trail, actions, jobComesBy } as Parts & {
    made: typeof made;
    trail: typeof trail;
    actions: typeof actions;
    jobComesBy: typeof jobComesBy;
  };
  beforeAll(async () => {
    scene.world = await openAccountWorld();
  });
  afterAll(() => scene.world.close());
  beforeEach(async () => {
    const { world } = scene;
    world.lodge.reset();
    scene.tenant = await world.organization();
    [scene.ann, scene.admin] = [await scene.tenant.as('member'), await scene.tenant.as('admin')];
  });

  /** Ann's account, made in the usual way. */
  async function made(who = scene.ann, identifier = freshName()) {
    const answer = await services.accounts.create(who, { provider, identifier });
    if (!answer.account) throw new Error('There is no account.');
    return { ...answer, account: answer.account, ref: { provider, accountId: answer.account.id } };
  }

  /** What the audit log says of accounts, in order. */
  async function trail() {
    const where = { organizationId: scene.tenant.id };
    const rows = await scene.world.em().find(AuditLog, where, { orderBy: { sequence: 'asc' } });
    return rows.filter(({ subjectType }) => subjectType.startsWith('account'));
  }

  async function actions() {
    return (await trail()).map(({ action }) => action);
  }

  /** Lets a job come by, whenever it was due. */
  async function jobComesBy(accountId: string) {
    const due = { nextAttemptAt: new Date(0) };
    await scene.world.em().nativeUpdate(IntegrationAccount, { id: accountId }, due);
    const never = new AbortController().signal;
    return settleOutstanding(scene.world.runtime, [accountId], never);
  }
  return scene;
}
