import type { Orm } from '@patchbay/db';
import { sql } from 'kysely';
import { eventChannel, type LiveEvent } from '../kernel/index.ts';
import type { Source } from './source.ts';
import { type RefusalReason, refusalReasons } from './verify.ts';

export type Tallies = {
  accepted(source: Source, at: number, stored: 'stored' | 'duplicate' | 'handshake'): void;
  refused(source: Source, at: number, reason: RefusalReason): void;
  /** Writes what was counted; what could not be written is kept for the next time. */
  flush(): Promise<void>;
};

type Tally = {
  organizationId: string;
  integrationId: string | null;
  received: number;
  duplicates: number;
  refused: number;
  usedAt: number;
  refusedAt: number;
  refusals: { at: string; reason: string }[];
};

/** Kept per source; the newest of a batch, so a flood of bad requests costs one row now and then. */
const sampledRefusals = 10;
const mostSources = 10_000;

/**
 * Counts by source and writes the counts in batches. A killed process loses those of its last second: they describe
 * the events, and no event depends on them.
 */
export function createTallies(orm: Orm, onError: (error: unknown) => void): Tallies {
  let tallies = new Map<string, Tally>();

  const of = (source: Source): Tally | null => {
    const known = tallies.get(source.id);
    if (known) return known;
    if (tallies.size >= mostSources) return null;
    const { organizationId, integrationId } = source;
    const made: Tally = { organizationId, integrationId, ...nothing(), refusals: [] };
    tallies.set(source.id, made);
    return made;
  };

  return {
    accepted(source, at, stored) {
      const tally = of(source);
      if (!tally) return;
      tally.usedAt = Math.max(tally.usedAt, at);
      if (stored === 'stored') tally.received += 1;
      if (stored === 'duplicate') tally.duplicates += 1;
    },
    refused(source, at, reason) {
      const tally = of(source);
      if (!tally) return;
      tally.refused += 1;
      tally.refusedAt = Math.max(tally.refusedAt, at);
      tally.refusals.unshift({ at: new Date(at).toISOString(), reason: refusalReasons[reason] });
      if (tally.refusals.length > sampledRefusals) tally.refusals.length = sampledRefusals;
    },
    async flush() {
      if (tallies.size === 0) return;
      const taken = tallies;
      tallies = new Map();
      try {
        await write(orm, taken);
      } catch (error) {
        onError(error);
        for (const [id, tally] of taken) tallies.set(id, sum(tally, tallies.get(id)));
      }
    },
  };
}

const nothing = () => ({ received: 0, duplicates: 0, refused: 0, usedAt: 0, refusedAt: 0 });

const sum = (older: Tally, newer: Tally | undefined): Tally =>
  newer === undefined
    ? older
    : {
        ...newer,
        received: older.received + newer.received,
        duplicates: older.duplicates + newer.duplicates,
        refused: older.refused + newer.refused,
        usedAt: Math.max(older.usedAt, newer.usedAt),
        refusedAt: Math.max(older.refusedAt, newer.refusedAt),
        refusals: [...newer.refusals, ...older.refusals].slice(0, sampledRefusals),
      };

const moment = (at: number): string | null => (at === 0 ? null : new Date(at).toISOString());

/** One statement: the counts, when the integrations were used, and one event for each source that pages may show. */
async function write(orm: Orm, tallies: ReadonlyMap<string, Tally>): Promise<void> {
  const rows = [...tallies]
    .map(([id, tally]) => ({
      id,
      integration_id: tally.integrationId,
      received: tally.received,
      duplicates: tally.duplicates,
      refused: tally.refused,
      used_at: moment(tally.usedAt),
      refused_at: moment(tally.refusedAt),
      refusals: tally.refusals,
      event: JSON.stringify({
        organizationId: tally.organizationId,
        type: 'webhook_received',
        subject: { type: 'source', id },
      } satisfies LiveEvent),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  await sql`
    with given as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as v(id uuid, integration_id uuid,
        received int, duplicates int, refused int, used_at timestamptz, refused_at timestamptz, refusals jsonb,
        event text)
    ), locked as (
      select e.id from webhook_endpoints e join given v on v.id = e.id order by e.id for no key update of e
    ), counted as (
      update webhook_endpoints e set received = e.received + v.received, duplicates = e.duplicates + v.duplicates,
        refused = e.refused + v.refused, last_used_at = greatest(e.last_used_at, v.used_at),
        last_refused_at = greatest(e.last_refused_at, v.refused_at),
        refusals = case when v.refused = 0 then e.refusals else (
          select jsonb_agg(kept.item) from (
            select item from jsonb_array_elements(v.refusals || e.refusals) with ordinality as items(item, place)
            order by place limit ${sampledRefusals}) kept) end
      from given v, locked where e.id = v.id and locked.id = e.id returning e.id
    ), used as (
      update integration_configs c set last_used_at = greatest(c.last_used_at, v.used_at)
      from (select integration_id, max(used_at) as used_at from given group by 1) v
      where c.id = v.integration_id and v.used_at is not null returning c.id
    )
    select pg_notify(${eventChannel}, event) from given`.execute(orm.em.fork().getKysely());
}
