import { invalidField, PatchbayError } from '@patchbay/core';
import type { RemoteAccount } from '@patchbay/providers';
import { change, defineVerb, type Permitted } from '../kernel/index.ts';
import { forgetFailed, newRow, requireNotLeaving, requireSubject, uniquely } from './create.ts';
import { mayEditOthers, requirePerson } from './find.ts';
import { admitProof } from './proof-limit.ts';
import { accountDetails } from './record.ts';
import { type AccountOutcomeView, AdoptAccountInput } from './schemas.ts';
import { type AccountSystem, openAccountSystem } from './system.ts';
import { keepTyped } from './typed-rows.ts';
import { viewAccount } from './view.ts';

const timeoutMs = 15_000;

/**
 * Takes over an account that exists at the system already: by its password, or by the choice of whoever may edit others'
 * accounts. The choice alone is not enough where the system is shared with other organizations. Nothing changes at the
 * system. Errors: `invalid_input` naming `secret` for a wrong or missing password, `rate_limited` after some of them,
 * `not_found`, `conflict` when it is somebody's here already.
 */
export const adoptAccount = defineVerb({
  name: 'accounts.adopt',
  permission: 'accounts:own',
  alternative: 'accounts:edit',
  input: AdoptAccountInput,
  async run(ctx, { provider, personId, identifier: given, secret }): Promise<AccountOutcomeView> {
    const userId = requireSubject(ctx, personId);
    const { organizationId } = ctx.principal;
    const system = await openAccountSystem(ctx.runtime, organizationId, provider);
    const person = await requirePerson(ctx.runtime.orm.em.fork(), organizationId, userId);
    const isChosen = secret === undefined;
    if (isChosen) requireChoice(ctx, system);
    const identifier = wholeOf(system, given, isChosen);
    const signal = AbortSignal.timeout(timeoutMs);
    if (!isChosen) await prove(ctx, system, { identifier, secret }, signal);
    const remote = await system.accounts.find(identifier, signal);
    if (!remote) throw new PatchbayError('not_found', 'There is no such account at the system.');
    const row = await uniquely(remote.identifier, () =>
      change(ctx, async (em) => {
        await forgetFailed(em, organizationId, system, person.id);
        const made = newRow(em, ctx, system, { person, identifier: remote.identifier });
        em.assign(made, adopted(system, remote));
        await em.flush();
        await requireNotLeaving(em, made);
        await keepTyped(em, [made], system.settings);
        const details = { ...(await accountDetails(em, made)), proved: !isChosen };
        const subject = { type: 'account' as const, id: made.id };
        return { value: made, audit: { action: 'account.adopted', subject, provider, details } };
      }),
    );
    return { account: await viewAccount(ctx.runtime, row), outcome: 'done', secret: null };
  },
});

const adopted = ({ accounts }: AccountSystem, { state, details }: RemoteAccount) => ({
  status: state,
  details,
  origin: 'adopted' as const,
  // Whoever had the account has its password.
  secretShown: accounts.declared.secret ? true : null,
});

/** @throws PatchbayError `invalid_input` without a password, `forbidden` at a shared system */
function requireChoice(ctx: Permitted, { source }: AccountSystem): void {
  if (!mayEditOthers(ctx)) throw invalidField('secret', 'Enter the password of the account.');
  if (source === 'organization') return;
  throw new PatchbayError(
    'forbidden',
    'Other organizations use this system too, so only the account’s password proves whose it is.',
  );
}

/** An admin may name what the list of the system says; a person enters the short form as for a new one. */
function wholeOf({ accounts }: AccountSystem, given: string, isChosen: boolean): string {
  try {
    return accounts.identifier(given, '');
  } catch (error) {
    if (isChosen) return given.trim();
    throw error;
  }
}

async function prove(
  ctx: Permitted,
  system: AccountSystem,
  proof: { identifier: string; secret: string },
  signal: AbortSignal,
): Promise<void> {
  const { accounts, provider } = system;
  const { name } = provider.about;
  if (!accounts.declared.prove)
    throw new PatchbayError('invalid_input', `${name} cannot prove whose an account is.`);
  await admitProof(ctx, system, proof.identifier);
  if (await accounts.prove(proof, signal)) return;
  await change(ctx, async () => ({
    value: undefined,
    audit: {
      action: 'account.proof_refused',
      subject: { type: 'account', id: `${provider.key}:${proof.identifier}` },
      provider: provider.key,
      details: { identifier: proof.identifier },
    },
  }));
  throw invalidField('secret', 'This does not open the account.');
}
