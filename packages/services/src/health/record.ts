import { type IntegrationStatus, newRequestId, statusAfter } from '@patchbay/core';
import { sql } from 'kysely';
import { watchStates } from '../alerts/watch.ts';
import { eventChannel, type LiveEvent, type ServiceContext } from '../kernel/index.ts';
import type { FinishedCheck, RecordedCheck, RecordingRuntime } from './finished-check.ts';
import { settleCheck } from './settle.ts';
import { insertChecks, refreshIntegrations } from './statements.ts';

/** On whose behalf status changes go on record; the product's health part unless told. */
export type Recorder = Pick<ServiceContext, 'principal' | 'requestId'>;

/**
 * Stores many finished checks. Checks that leave their integration's status as it is share one insert and one
 * bulk update; each that changes a status has its own transaction, with its audit row and its event. Either
 * way a check and what follows from it are committed together, a slot counts once, and a check of older
 * settings is dropped. Publishes `checked` once per organization.
 */
export async function recordChecks(
  runtime: RecordingRuntime,
  checks: FinishedCheck[],
  recorder?: Recorder,
): Promise<RecordedCheck[]> {
  if (checks.length === 0) return [];
  // In the order of their ids, so that two writers never wait for each other crosswise.
  const ordered = checks.toSorted((a, b) => (a.integrationId < b.integrationId ? -1 : 1));
  const statuses = await currentStatuses(runtime, ordered);
  const isSteady = (check: FinishedCheck) =>
    statuses.get(check.integrationId) === statusAfter(check.report.health);
  const requestId = recorder?.requestId ?? newRequestId();
  const settling = { runtime, requestId, principal: recorder?.principal };

  const { recorded, unsettled, young } = await recordSteady(runtime, ordered.filter(isSteady));
  for (const check of ordered.filter((check) => !isSteady(check))) {
    recorded.push(await settleCheck(settling, check, { insert: true }));
  }
  for (const check of unsettled) {
    recorded.push(await settleCheck(settling, check, { insert: false }));
  }
  await announce(runtime, recorded);
  await watch(runtime, [...recorded.filter(({ moved }) => moved), ...young]);
  return recorded;
}

async function currentStatuses({ orm }: RecordingRuntime, checks: FinishedCheck[]) {
  const ids = checks.map(({ integrationId }) => integrationId);
  const { rows } = await sql<{ id: string; status: IntegrationStatus }>`
    select id, status from integration_configs where id = any(${ids}::uuid[])`.execute(
    orm.em.fork().getKysely(),
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** `unsettled` were stored, but their integration changed its status in between: each needs a closer look. */
async function recordSteady(runtime: RecordingRuntime, checks: FinishedCheck[]) {
  if (checks.length === 0) return { recorded: [], unsettled: [], young: [] };
  return runtime.orm.em.fork().transactional(async (em) => {
    const inserted = await insertChecks(em, checks);
    const fresh = checks.filter((check) => inserted.delete(nameOf(check)));
    const refreshed = await refreshIntegrations(em, fresh);
    const recorded: RecordedCheck[] = checks
      .filter((check) => !fresh.includes(check) || refreshed.has(check.integrationId))
      .map((check) => ({
        ...subjectOf(check),
        outcome: fresh.includes(check) ? 'recorded' : 'ignored',
        moved: null,
      }));
    return {
      recorded,
      young: fresh.filter((check) => refreshed.get(check.integrationId)),
      unsettled: fresh.filter((check) => !refreshed.has(check.integrationId)),
    };
  });
}

const nameOf = ({ integrationId, slot }: FinishedCheck) => `${integrationId}/${slot.getTime()}`;

const subjectOf = ({ integrationId, organizationId, slot }: FinishedCheck) => ({
  integrationId,
  organizationId,
  slot,
});

/** At once what the minute's look would find as well, so a look that fails here is made up for there. */
async function watch(
  runtime: RecordingRuntime,
  checks: { organizationId: string }[],
): Promise<void> {
  const organizationIds = [...new Set(checks.map(({ organizationId }) => organizationId))];
  if (organizationIds.length === 0) return;
  await watchStates(runtime, { organizationIds }).catch(() => undefined);
}

/** After the commits: a page that hears it reads what is already there. */
async function announce({ orm }: RecordingRuntime, recorded: RecordedCheck[]): Promise<void> {
  const stored = recorded.filter(({ outcome }) => outcome === 'recorded');
  const organizations = new Set(stored.map(({ organizationId }) => organizationId));
  if (organizations.size === 0) return;
  const events = [...organizations].map((organizationId): string => {
    const subject = { type: 'organization' as const, id: organizationId };
    return JSON.stringify({ organizationId, type: 'checked', subject } satisfies LiveEvent);
  });
  await sql`select pg_notify(${eventChannel}, event) from unnest(${events}::text[]) as event`.execute(
    orm.em.fork().getKysely(),
  );
}
