import type { CheckReport } from '@patchbay/core';
import { checkIntegration } from '@patchbay/providers';
import { credentialFor, renewCredential } from '../connections/credential-for.ts';
import { CredentialError, type LiveCredential } from '../connections/live-credential.ts';
import { loadCredential } from '../connections/load-credential.ts';
import type { Runtime } from '../kernel/index.ts';
import type { CheckWatch, ReadyCheck } from './ready-check.ts';

/**
 * Checks a connection with its token. A refused token is renewed once and tried again, so that a token that was
 * withdrawn early does not pass for a dead grant.
 */
export async function checkConnection(
  runtime: Runtime,
  ready: ReadyCheck,
  watch: CheckWatch,
): Promise<CheckReport> {
  try {
    const { live, canRenew } = await credentialOf(runtime, ready);
    const report = await check(runtime, live, watch);
    // `auth` may also mean a missing right, which is no reason to call the whole connection broken.
    if (report.reason !== 'auth' || !canRenew || watch.signal?.aborted) return report;
    const renewed = await renewCredential(runtime, live, 'rejected');
    return await check(runtime, renewed, watch);
  } catch (error) {
    if (error instanceof CredentialError) return reportOf(error);
    throw error;
  }
}

/** Somebody may test what is switched off, with the token it has; calls of it stay refused. */
async function credentialOf(
  runtime: Runtime,
  { organizationId, provider }: ReadyCheck,
): Promise<{ live: LiveCredential; canRenew: boolean }> {
  const options = { evenDisabled: true };
  const loaded = await loadCredential(runtime, organizationId, provider, options);
  if (!loaded.enabled) return { live: loaded.live, canRenew: false };
  const live = await credentialFor(runtime, organizationId, provider);
  return { live, canRenew: loaded.canRenew };
}

function check({ http, clock }: Runtime, live: LiveCredential, watch: CheckWatch) {
  const { definition, settings, token, connectionType } = live;
  return checkIntegration(definition, settings, {
    http,
    clock,
    ...watch,
    credential: token,
    ...(connectionType && { connectionType }),
  });
}

const reasons = {
  needs_reconnection: 'auth',
  not_configured: 'misconfigured',
  unreadable: 'misconfigured',
  not_allowed: 'misconfigured',
  not_found: 'misconfigured',
  disabled: 'misconfigured',
  unavailable: 'unreachable',
} as const;

const reportOf = ({ problem, message }: CredentialError): CheckReport => ({
  health: 'error',
  reason: reasons[problem],
  message,
  latencyMs: 0,
  stages: [],
});
