import type { Runtime } from '../kernel/index.ts';
import { openAccountSystem } from './system.ts';

export type RemoteRemoval = {
  organizationId: string;
  provider: string;
  /** Whole, as the account's row had it. */
  identifier: string;
  reason: string;
  signal?: AbortSignal;
};

/**
 * Removes an account at its system without needing its row, which may be gone with its person. A paused integration
 * does it too. Repeatable: what is not there any more counts as removed.
 * @returns what is left of the name
 * @throws PatchbayError `invalid_input` where the system cannot remove accounts, else as `openAccountSystem`
 * @throws OutboundError
 */
export async function removeRemote(
  runtime: Runtime,
  { organizationId, provider, identifier, reason, signal }: RemoteRemoval,
): Promise<{ leaves: 'deleted' | 'kept' }> {
  const system = await openAccountSystem(runtime, organizationId, provider, { evenDisabled: true });
  await system.accounts.remove({ identifier, reason }, signal);
  return { leaves: system.accounts.leaves ?? 'deleted' };
}
