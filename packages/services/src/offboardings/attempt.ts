import { PatchbayError } from '@patchbay/core';
import type { AccountRemoval } from '@patchbay/db';
import { judge, type Verdict } from '../accounts/failure.ts';
import { markOf } from '../accounts/steps.ts';
import { type AccountSystem, openAccountSystem, requireSameSystem } from '../accounts/system.ts';
import type { Runtime } from '../kernel/index.ts';

/** What one attempt came to. */
export type Outcome =
  | { state: 'deleted' | 'kept'; note: string | null }
  | { state: 'manual'; note: string }
  | { state: 'failed'; verdict: Verdict };

/**
 * Removes one account at its system. Never throws for trouble there. May be made again after it was cut short
 * anywhere: what is gone already counts as removed.
 */
export async function attemptRemoval(
  runtime: Runtime,
  row: AccountRemoval,
  reason: string,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const { organizationId, provider } = row;
    const options = { evenDisabled: true };
    const system = await openAccountSystem(runtime, organizationId, provider, options);
    requireSameSystem(row, system);
    const { accounts } = system;
    if (!row.certain) {
      const theirs = await notOurs(runtime, row, system, signal);
      if (theirs) return theirs;
    }
    await accounts.remove({ identifier: row.identifier, reason }, signal);
    return { state: accounts.leaves ?? 'deleted', note: null };
  } catch (error) {
    return { state: 'failed', verdict: judge(error, 'remove', row.attempts) };
  }
}

/** Longer than any request that makes an account may take, so that none is under way any more. */
const makingMs = 60_000;

/** An account that was still being made is ours only if it carries our mark; null if it does. */
async function notOurs(
  { clock }: Runtime,
  row: AccountRemoval,
  { accounts }: AccountSystem,
  signal: AbortSignal,
): Promise<Outcome | null> {
  const found = await accounts.find(row.identifier, signal);
  if (!found) {
    const isMaking = clock.now().getTime() - row.createdAt.getTime() < makingMs;
    if (isMaking) throw new PatchbayError('unavailable', 'It may still be on its way there.');
    return { state: 'deleted', note: 'It had never been made.' };
  }
  if (found.mark === markOf({ id: row.accountId })) return null;
  if (found.mark !== null) return { state: 'deleted', note: 'The name there is somebody else’s.' };
  const note =
    'It was still being made when the person left, and the system does not tell whose the account of this name is.';
  return { state: 'manual', note };
}
