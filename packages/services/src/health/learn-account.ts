import { redact } from '@patchbay/core';
import { IntegrationConfig } from '@patchbay/db';
import { type ConnectedAccount, fetchAccount, redactionOf } from '@patchbay/providers';
import type { Runtime } from '../kernel/index.ts';
import type { ReadyCheck } from './ready-check.ts';

/**
 * Asks once for each set of settings whose credentials they are, and notes it with the integration: people see it,
 * and what the provider sends by itself is known by it. Not knowing is no reason for a check to fail.
 */
export async function learnAccount(
  runtime: Runtime,
  ready: ReadyCheck & { problem: null },
  signal: AbortSignal | undefined,
): Promise<void> {
  if (ready.accountKnown || !ready.definition.account) return;
  const account = await askAccount(runtime, ready, signal).catch(() => null);
  if (!account) return;
  const { values } = redactionOf(ready.definition, ready.settings);
  const accountName = redact(account.name, { values }).replace(/\p{Cc}+/gu, ' ');
  const unchanged = { id: ready.integrationId, revision: ready.revision };
  await runtime.orm.em
    .fork()
    .nativeUpdate(IntegrationConfig, unchanged, { accountId: account.id, accountName });
}

const askAccount = (
  { http }: Runtime,
  { definition, settings }: ReadyCheck & { problem: null },
  signal: AbortSignal | undefined,
): Promise<ConnectedAccount | null> =>
  fetchAccount(definition, settings, {
    http,
    connectionType: 'internal',
    ...(signal && { signal }),
  });
