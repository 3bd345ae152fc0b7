import type { HealthReason } from '@patchbay/core';
import { connectionWays, type Provider, requiredScopes, scopeDrift } from '@patchbay/providers';
import { brokenSentences } from '../connections/broken.ts';
import type { Candidate } from './candidates.ts';
import type { RepairView } from './schemas.ts';

type Finding = Pick<RepairView, 'kind' | 'severity' | 'what' | 'why' | 'dueAt'> & {
  sinceMs: number;
  action: Pick<RepairView['action'], 'kind' | 'label'> & Partial<RepairView['action']>;
};

const dayMs = 86_400_000;

/** What is wrong with one integration; usually nothing, sometimes several things. */
export function repairsOf(provider: Provider, row: Candidate, now: Date): RepairView[] {
  return findingsOf(provider, row, now).map(({ sinceMs, action, ...finding }) => ({
    ...finding,
    id: `${row.integrationId}:${finding.kind}`,
    integrationId: row.integrationId,
    provider: row.provider,
    name: provider.about.name,
    label: row.label,
    since: new Date(sinceMs),
    action: { scopes: [], pendingId: null, ...action },
  }));
}

function findingsOf(provider: Provider, row: Candidate, now: Date): Finding[] {
  const broken = brokenOf(row);
  // What is switched off fails nobody; only what would fail when switched on again is worth a word.
  if (!row.enabled) return broken ? [{ ...broken, severity: 'notice' }] : [];
  const found = [
    broken ?? healthOf(row),
    pendingOf(row),
    ...(broken ? [] : [renewalOf(row, now), driftOf(provider, row), expiryOf(row, now)]),
  ];
  return found.filter((finding) => finding !== null);
}

function brokenOf(row: Candidate): Finding | null {
  if (!row.brokenReason) return null;
  return {
    kind: 'needs_reconnection',
    severity: 'critical',
    sinceMs: row.brokenMs ?? row.statusChangedMs,
    what: `The connection to ${row.accountName} does not work any more.`,
    why: brokenSentences[row.brokenReason],
    action: { kind: 'connect', label: 'Reconnect' },
    dueAt: null,
  };
}

type HealthRule = Pick<Finding, 'kind' | 'severity' | 'what'> & { action: Finding['action'] };

const testAgain: Finding['action'] = { kind: 'test', label: 'Test again' };
const editSettings: Finding['action'] = { kind: 'edit_settings', label: 'Correct settings' };

export const healthRules: Record<HealthReason, HealthRule> = {
  auth: {
    kind: 'credentials_refused',
    severity: 'critical',
    what: 'The credentials are refused.',
    action: { kind: 'edit_settings', label: 'Replace credentials' },
  },
  misconfigured: {
    kind: 'misconfigured',
    severity: 'critical',
    what: 'The settings do not fit.',
    action: editSettings,
  },
  unreachable: {
    kind: 'unreachable',
    severity: 'critical',
    what: 'The system cannot be reached.',
    action: testAgain,
  },
  rate_limited: {
    kind: 'provider_trouble',
    severity: 'warning',
    what: 'The provider asks to wait.',
    action: testAgain,
  },
  provider: {
    kind: 'provider_trouble',
    severity: 'warning',
    what: 'The provider answers with errors.',
    action: testAgain,
  },
};

function healthOf(row: Candidate): Finding | null {
  if (row.status !== 'error') return null;
  const rule = healthRules[row.healthReason ?? 'provider'];
  const isGrant = row.isConnected && rule.kind === 'credentials_refused';
  return {
    ...rule,
    action: isGrant ? { kind: 'connect', label: 'Reconnect' } : rule.action,
    sinceMs: row.statusChangedMs,
    why: row.errorMessage ?? 'The last check failed.',
    dueAt: null,
  };
}

function pendingOf(row: Candidate): Finding | null {
  if (!row.pendingId || row.pendingMs === null) return null;
  return {
    kind: 'account_unconfirmed',
    severity: 'warning',
    sinceMs: row.pendingMs,
    what: `Another account, ${row.pendingName}, waits to be confirmed.`,
    why: `The integration is connected as ${row.accountName}; consent was given for a different account.`,
    action: { kind: 'confirm_account', label: 'Review the account', pendingId: row.pendingId },
    dueAt: null,
  };
}

/** Codes that time does not heal; the others pass by themselves. */
const renewalReasons: Record<string, { why: string; action: Finding['action'] }> = {
  app_missing: {
    why: 'The app that the connection was made through is gone.',
    action: editSettings,
  },
  app_changed: {
    why: 'The settings name another app than the one the connection was made through.',
    action: { kind: 'connect', label: 'Reconnect' },
  },
  invalid_client: {
    why: 'The provider does not accept the client id or the client secret of the app.',
    action: editSettings,
  },
  misconfigured: {
    why: 'The provider does not accept the token request; the settings of the app do not fit.',
    action: editSettings,
  },
  unreadable: {
    why: 'The stored token cannot be opened any more.',
    action: { kind: 'connect', label: 'Reconnect' },
  },
};

function renewalOf(row: Candidate, now: Date): Finding | null {
  if (!row.refreshError) return null;
  const reason = renewalReasons[row.refreshError];
  // One passing failure is no news: the token in use is still good and the next try is near.
  if (!reason && (row.refreshFailures ?? 0) < 3) return null;
  const isOver = row.expiresMs !== null && row.expiresMs <= now.getTime();
  return {
    kind: 'renewal_failing',
    severity: isOver ? 'critical' : 'warning',
    sinceMs: row.updatedMs ?? row.statusChangedMs,
    what: isOver ? 'The token has run out and is not renewed.' : 'The token is not being renewed.',
    why: reason?.why ?? 'The provider’s token endpoint does not answer as it should.',
    action: reason?.action ?? testAgain,
    dueAt: row.expiresMs === null ? null : new Date(row.expiresMs),
  };
}

function driftOf(provider: Provider, row: Candidate): Finding | null {
  const hasScopes = connectionWays(provider).some(({ kind }) => kind === 'oauth2');
  if (!row.isConnected || !hasScopes) return null;
  const { missing } = scopeDrift(requiredScopes(provider), row.scopes ?? []);
  if (missing.length === 0) return null;
  return {
    kind: 'scope_drift',
    severity: 'warning',
    sinceMs: row.connectedMs ?? row.statusChangedMs,
    what: `Permissions are missing: ${missing.join(', ')}.`,
    why: 'They were not granted, or this version of Patchbay needs more than the connection has.',
    action: { kind: 'consent', label: 'Grant the missing permissions', scopes: missing },
    dueAt: null,
  };
}

/** Notices from thirty days before the end, louder from seven and from one. */
function expiryOf(row: Candidate, now: Date): Finding | null {
  const ends = row.renews ? row.grantExpiresMs : row.expiresMs;
  if (ends === null) return null;
  const days = (ends - now.getTime()) / dayMs;
  const step = [1, 7, 30].find((limit) => days <= limit);
  if (step === undefined) return null;
  return {
    kind: 'expiring',
    severity: step === 1 ? 'critical' : step === 7 ? 'warning' : 'notice',
    sinceMs: Math.max(ends - step * dayMs, row.connectedMs ?? 0),
    what: 'The connection ends soon.',
    why: 'The provider grants it for a limited time and does not prolong it without consent.',
    action: { kind: 'connect', label: 'Reconnect' },
    dueAt: new Date(ends),
  };
}
