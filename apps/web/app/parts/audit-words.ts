import type { SelectOption } from '@patchbay/ui';

/** What an audit entry says between the actor and the subject. */
const actionWords: Partial<Record<string, string>> = {
  configured: 'configured',
  reconfigured: 'changed the settings of',
  updated: 'updated',
  enabled: 'resumed',
  disabled: 'paused',
  removed: 'removed the settings of',
  health_error: 'found a fault in',
  health_ok: 'confirmed the connection of',
  health_recovered: 'saw the recovery of',
  'integration.connected': 'connected',
  'integration.disconnected': 'disconnected',
  'integration.revoked': 'saw the consent taken back of',
  'integration.expired': 'saw the end of the connection to',
  'organization.created': 'founded',
  'organization.updated': 'renamed',
  'member.role_changed': 'changed the role of',
  'member.removed': 'removed',
  'member.joined': 'joined as',
  'invitation.created': 'invited',
  'invitation.canceled': 'cancelled the invitation of',
  'api_key.created': 'created the API key',
  'api_key.revoked': 'revoked the API key',
  'account.created': 'created the account',
  'account.adopted': 'adopted the account',
  'account.suspended': 'suspended the account',
  'account.resumed': 'resumed the account',
  'account.updated': 'changed the account',
  'account.secret_reset': 'made a new password for the account',
  'account.removed': 'removed the account',
  'account.canceled': 'cancelled the change of the account',
  'account.failed': 'could not change the account',
  'account.operation_run': 'ran an operation of the account',
  'account.proof_refused': 'could not prove the account',
  'account.bulk_started': 'started a change of many accounts',
  'account.bulk_canceled': 'cancelled the change of many accounts',
  'sign_on_client.created': 'let people sign in to',
  'sign_on_client.secret_replaced': 'replaced the secret of',
  'sign_on_client.removed': 'ended signing in to',
  'offboarding.started': 'offboarded',
  'offboarding.account_removed': 'removed after leaving',
  'offboarding.account_failed': 'could not remove after leaving',
  'offboarding.retried': 'tried again to remove',
  'offboarding.settled': 'marked as removed',
  'drift.applied': 'settled the difference of',
  'drift.ignored': 'ignored the difference of',
  'drift.reopened': 'looked again at the difference of',
  'source.created': 'added the webhook source',
  'source.updated': 'changed the webhook source',
  'source.secret_rotated': 'rotated the secret of',
  'source.removed': 'removed the webhook source',
  'subscription.created': 'subscribed',
  'subscription.updated': 'changed the subscription of',
  'subscription.secret_rotated': 'rotated the secret of',
  'subscription.enabled': 'enabled the subscription of',
  'subscription.disabled': 'disabled the subscription of',
  'subscription.removed': 'removed the subscription of',
  'delivery.retried': 'tried again to deliver',
  'delivery.discarded': 'discarded',
  'replay.started': 'started to replay events to',
  'replay.canceled': 'cancelled the replay to',
  'alert.acknowledged': 'acknowledged the alert about',
  'alert.unacknowledged': 'gave back the alert about',
  'alert_channel.created': 'added the alert channel',
  'alert_channel.updated': 'changed the alert channel',
  'alert_channel.removed': 'removed the alert channel',
  'alert_channel.tested': 'sent a test to',
  'alert_rules.updated': 'changed the alert rules of',
  'maintenance.planned': 'planned the maintenance',
  'maintenance.ended': 'ended the maintenance',
};

/** An action without words of its own is shown by its name, so that nothing is hidden. */
export const wordsOf = (action: string): string => actionWords[action] ?? action;

export const auditFilterOptions: SelectOption[] = Object.keys(actionWords).map((action) => ({
  value: action,
  label: action,
}));

export type Change = { name: string; before: string | null; after: string | null };

/** Details as lines to read: `before` and `after` side by side, anything else as it is. */
export function changesOf(details: Record<string, unknown>): Change[] {
  const { before, after, ...rest } = details;
  const [old, now] = [asRecord(before), asRecord(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const changed = names.map((name) => ({
    name,
    before: name in old ? shown(old[name]) : null,
    after: name in now ? shown(now[name]) : null,
  }));
  const plain = Object.entries(rest).map(([name, value]) => ({
    name,
    before: null,
    after: shown(value),
  }));
  return [...changed, ...plain];
}

/** What the entry is about, in words, if its details tell. */
export function subjectOf(
  entry: { subjectType: string; provider: string | null; details: Record<string, unknown> },
  providers: ReadonlyMap<string, string> = new Map(),
): string {
  const { before, after } = entry.details;
  for (const source of [entry.details, asRecord(after), asRecord(before)]) {
    for (const name of ['label', 'name', 'email', 'identifier']) {
      const value = source[name];
      if (typeof value === 'string') return value;
    }
  }
  if (entry.provider !== null) return providers.get(entry.provider) ?? entry.provider;
  return entry.subjectType.replaceAll('_', ' ');
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};

function shown(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  if (Array.isArray(value)) return value.map(shown).join(', ') || '(none)';
  return JSON.stringify(value) ?? 'none';
}
