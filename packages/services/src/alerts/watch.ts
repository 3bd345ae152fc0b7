import type { EntityManager } from '@mikro-orm/postgresql';
import { Alert, type AlertEnding } from '@patchbay/db';
import { sql } from 'kysely';
import { type LiveEvent, publish, type Runtime } from '../kernel/index.ts';
import { announceClosed, announceOpened, remind } from './announce.ts';
import { type Cause, readCauses, type Scope } from './causes/index.ts';
import { tellPrograms } from './product-events.ts';
import { readWindows } from './windows/read.ts';

/** What watching needs of a process. */
export type WatchingRuntime = Pick<Runtime, 'orm' | 'clock'>;

export type WatchResult = { opened: number; closed: number; queued: number };

/**
 * Compares the states as they stand with the open alerts: opens, closes, reminds, and tells what maintenance held
 * back once it is over. Alerts follow the states and not events, so nothing is missed and a second pass changes
 * nothing. One transaction and a fixed number of queries; messages are queued in it.
 */
export async function watchStates(
  runtime: WatchingRuntime,
  options: { organizationIds?: string[] } = {},
): Promise<WatchResult> {
  const scope: Scope = {
    now: runtime.clock.now(),
    organizationIds: options.organizationIds ?? null,
  };
  return runtime.orm.em.fork().transactional(async (em) => {
    // Two passes at once would see the same alerts missing; the second waits and finds them there.
    await sql`select pg_advisory_xact_lock(hashtextextended('alerts', 0))`.execute(em.getKysely());
    const causes = await readCauses(em, scope);
    const open = await em.find(Alert, { closedAt: null, ...inScope(scope) });
    const standing = new Map(causes.map((cause) => [nameOf(cause), cause]));
    const known = new Set(open.map(nameOf));

    const closing = open.filter((alert) => !standing.has(nameOf(alert)));
    const opening = causes.filter((cause) => cause.opens && !known.has(nameOf(cause)));
    await close(em, closing, opening, scope.now);
    const opened = opening.map((cause) => openAlert(em, cause, scope.now));
    await em.flush();

    const remaining = [...open.filter((alert) => standing.has(nameOf(alert))), ...opened];
    const windows = await readWindows(em, [...remaining, ...closing].map(ownerOf));
    const parts = { em, now: scope.now, windows };
    const queued =
      (await announceOpened(parts, remaining)) +
      (await announceClosed(parts, closing)) +
      (await remind(parts, remaining));
    if (opening.length + closing.length > 0) await tellPages(em, [...opened, ...closing]);
    await tellPrograms(em, [...opened, ...closing]);
    return { opened: opening.length, closed: closing.length, queued };
  });
}

const inScope = ({ organizationIds }: Scope) =>
  organizationIds === null ? {} : { organizationId: { $in: organizationIds } };

const nameOf = ({ organizationId, cause }: Pick<Cause, 'organizationId' | 'cause'>) =>
  `${organizationId}/${cause}`;

const ownerOf = ({ organizationId }: { organizationId: string }) => organizationId;

function openAlert(em: EntityManager, { opens: _, ...cause }: Cause, now: Date): Alert {
  const { integrationId: integration, ...rest } = cause;
  return em.create(Alert, { ...rest, integration, openedAt: now });
}

async function close(
  em: EntityManager,
  closing: Alert[],
  opening: Cause[],
  now: Date,
): Promise<void> {
  if (closing.length === 0) return;
  const watched = await watchedIntegrations(em, closing);
  const replaced = new Set(opening.map(({ integrationId }) => integrationId));
  for (const alert of closing) {
    alert.closedAt = now;
    alert.ending = endingOf(alert, watched, replaced);
  }
  // A new alert may carry the same name.
  await em.flush();
}

function endingOf(
  { integration }: Alert,
  watched: Set<string>,
  replaced: Set<string | null>,
): AlertEnding {
  if (!integration) return 'recovered';
  if (replaced.has(integration)) return 'replaced';
  return watched.has(integration) ? 'recovered' : 'gone';
}

/** Those that are still set up and switched on: of the others nobody can say that they recovered. */
async function watchedIntegrations(em: EntityManager, alerts: Alert[]): Promise<Set<string>> {
  const ids = alerts.flatMap(({ integration }) => (integration ? [integration] : []));
  const { rows } = await sql<{ id: string }>`
    select id from integration_configs
    where id = any(${ids}::uuid[]) and enabled and status <> 'not_configured'`.execute(
    em.getKysely(),
  );
  return new Set(rows.map(({ id }) => id));
}

async function tellPages(em: EntityManager, alerts: Alert[]): Promise<void> {
  for (const organizationId of new Set(alerts.map(ownerOf))) {
    const subject = { type: 'organization' as const, id: organizationId };
    await publish(em, { organizationId, type: 'alerts_changed', subject } satisfies LiveEvent);
  }
}
