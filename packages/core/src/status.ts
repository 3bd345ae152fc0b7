/** How far an integration is set up (mission, seed 002). Whether it is paused is `enabled`, beside it. */
export const integrationStatuses = ['not_configured', 'configured', 'active', 'error'] as const;
export type IntegrationStatus = (typeof integrationStatuses)[number];

/** The result of the last health check. */
export const healthResults = ['ok', 'degraded', 'error'] as const;
export type HealthResult = (typeof healthResults)[number];

/**
 * Why a check was not `ok`. `auth` stops automatic checks until the settings change: repeated failures
 * get an address banned (Discord: 10,000 in 10 minutes) or a key locked out (Mailcow feeds fail2ban).
 */
export const healthReasons = [
  'auth',
  'unreachable',
  'misconfigured',
  'rate_limited',
  'provider',
] as const;
export type HealthReason = (typeof healthReasons)[number];

/** The steps of a check, in order. A step that does not apply (TLS on a loopback http address) is skipped. */
export const checkStages = ['address', 'tls', 'auth', 'sample'] as const;
export type CheckStage = (typeof checkStages)[number];
export const stageOutcomes = ['passed', 'failed', 'skipped'] as const;
export type StageOutcome = (typeof stageOutcomes)[number];
/** One finished step; `latencyMs` in milliseconds, `note` free of secrets and fit to show. */
export type StageReport = {
  stage: CheckStage;
  outcome: StageOutcome;
  latencyMs: number;
  note: string;
};

/** The finished check of one integration. */
export type CheckReport = {
  health: HealthResult;
  reason: HealthReason | null;
  message: string;
  latencyMs: number;
  stages: StageReport[];
};

/** What a status badge shows: one word for status, health and `enabled` together. */
export const integrationStates = [
  'not_configured',
  'configured',
  'active',
  'degraded',
  'error_auth',
  'error_unreachable',
  'error_misconfigured',
  'error_rate_limited',
  'error_provider',
  'paused',
] as const;
export type IntegrationState = (typeof integrationStates)[number];

export function integrationState(integration: {
  status: IntegrationStatus;
  enabled: boolean;
  health: HealthResult | null;
  healthReason: HealthReason | null;
}): IntegrationState {
  if (integration.status === 'not_configured') return 'not_configured';
  if (!integration.enabled) return 'paused';
  if (integration.status === 'error') return `error_${integration.healthReason ?? 'provider'}`;
  if (integration.health === 'degraded') return 'degraded';
  return integration.status;
}

/** The status that a check's result leads to; `degraded` still works, so it stays `active`. */
export const statusAfter = (health: HealthResult): IntegrationStatus =>
  health === 'error' ? 'error' : 'active';
