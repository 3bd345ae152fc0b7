import type { CheckReport, StageReport } from '@patchbay/core';
import type { IntegrationConfig } from '@patchbay/db';
import {
  checkIntegration,
  findProvider,
  type Provider,
  parseSettingsFor,
  type Settings,
} from '@patchbay/providers';
import type { Runtime } from '../kernel/index.ts';
import { type FindDataKey, openStored, unreadableMessage } from '../vault/index.ts';
import { checkConnection } from './check-connection.ts';
import { learnAccount } from './learn-account.ts';

/** Which integration is checked, and which of its settings: the result counts only while `revision` stands. */
export type CheckSubject = {
  integrationId: string;
  organizationId: string;
  provider: string;
  revision: number;
};

/** An integration whose settings are open; `settings` is `null` when they cannot be used, as `problem` says. */
export type ReadyCheck = CheckSubject & {
  definition: Provider;
  /** Signed with the token of a connection, which is fetched when the check runs. */
  connected: boolean;
  /** Whether it is on record whose credentials these are. */
  accountKnown: boolean;
} & ({ settings: Settings; problem: null } | { settings: null; problem: CheckReport });

export type CheckWatch = { signal?: AbortSignal; onStage?: (stage: StageReport) => void };

/** Runs the staged check. Every trouble is in the report: nothing is thrown, and nothing in it is secret. */
export async function runCheck(
  runtime: Runtime,
  ready: ReadyCheck,
  watch: CheckWatch = {},
): Promise<CheckReport> {
  if (ready.problem) return ready.problem;
  if (ready.connected) return checkConnection(runtime, ready, watch);
  const { http, clock } = runtime;
  const report = await checkIntegration(ready.definition, ready.settings, {
    http,
    clock,
    ...watch,
  });
  if (report.health === 'ok') await learnAccount(runtime, ready, watch.signal);
  return report;
}

/** What a check needs of an integration's row. */
export type CheckRow = Pick<
  IntegrationConfig,
  'id' | 'organizationId' | 'provider' | 'revision' | 'settings' | 'accountId'
> & { connected: boolean };

/** Opens and validates a row's settings; nothing for a provider that left the catalog. */
export async function toReadyCheck(
  findKey: FindDataKey,
  row: CheckRow,
): Promise<ReadyCheck | undefined> {
  const definition = findProvider(row.provider);
  if (!definition) return undefined;
  const { id: integrationId, organizationId, revision } = row;
  const place = { organizationId, integrationId, provider: definition };
  const { settings, unreadable } = await openStored(findKey, place, row.settings);
  const { connected, provider } = row;
  const accountKnown = row.accountId !== null && row.accountId !== undefined;
  const type = connected ? 'public' : 'internal';
  const subject = {
    integrationId,
    organizationId,
    provider,
    revision,
    definition,
    connected,
    accountKnown,
  };
  const refused = (message: string): ReadyCheck => ({
    ...subject,
    settings: null,
    problem: misconfigured(message),
  });
  if (unreadable.length > 0) return refused(unreadableMessage);
  try {
    return { ...subject, settings: parseSettingsFor(definition, type, settings), problem: null };
  } catch {
    return refused('The stored settings are no longer valid for this provider. Save them again.');
  }
}

const misconfigured = (message: string): CheckReport => ({
  health: 'error',
  reason: 'misconfigured',
  message,
  latencyMs: 0,
  stages: [],
});
