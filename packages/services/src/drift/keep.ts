import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Finding, Inside } from './compare.ts';

export type Place = { organizationId: string; provider: string; system: string };

/** A change this recent may not be in what the system said. */
const freshMs = 60_000;

/** Our accounts at a system, and the names there that are not ours to look at. Two queries, however many there are. */
export async function readInside(
  em: EntityManager,
  { organizationId, provider, system }: Place,
  startedAt: Date,
): Promise<{ inside: Inside[]; taken: Set<string> }> {
  const db = em.getKysely();
  const fresh = new Date(startedAt.getTime() - freshMs);
  const { rows } = await sql<Inside & { own: boolean }>`
    select id, identifier, identifier_key as "identifierKey", status,
      organization_id = ${organizationId} as own,
      operation is not null or updated_at > ${fresh} as unsettled
    from integration_accounts
    where integration_type = ${provider} and system = ${system}
      and (status <> 'deleted' or name_held)`.execute(db);
  const leaving = await sql<{ key: string }>`
    select identifier_key as key from account_removals
    where provider = ${provider} and system = ${system}
      and state in ('waiting', 'running', 'failed', 'manual')`.execute(db);
  const taken = new Set(leaving.rows.map(({ key }) => key));
  for (const { own, identifierKey } of rows) if (!own) taken.add(identifierKey);
  return { inside: rows.filter(({ own }) => own), taken };
}

const chunk = 1_000;

/**
 * Writes what a comparison found and closes what it no longer found; one statement for a thousand findings. Answers
 * how many are new.
 */
export async function keepFindings(
  em: EntityManager,
  place: Place,
  findings: readonly Finding[],
  { startedAt, now }: { startedAt: Date; now: Date },
): Promise<number> {
  let fresh = 0;
  for (let at = 0; at < findings.length; at += chunk)
    fresh += await upsert(em, place, findings.slice(at, at + chunk), startedAt);
  await sql`update account_drift set resolved_at = ${now}
    where organization_id = ${place.organizationId} and provider = ${place.provider}
      and resolved_at is null and seen_at < ${startedAt}`.execute(em.getKysely());
  return fresh;
}

/** What somebody ignored stays ignored for as long as it is the same difference. */
async function upsert(
  em: EntityManager,
  { organizationId, provider, system }: Place,
  findings: readonly Finding[],
  seenAt: Date,
): Promise<number> {
  const stays = sql`account_drift.kind = excluded.kind`;
  const { rows } = await sql<{ fresh: boolean }>`
    insert into account_drift (organization_id, provider, system, identifier, identifier_key, kind,
      account_id, there, details, mark, found_at, seen_at)
    select ${organizationId}::uuid, ${provider}, ${system}, f.identifier, f."identifierKey", f.kind,
      a.id, f.there, f.details, f.mark, ${seenAt}, ${seenAt}
    from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) as f (identifier text,
      "identifierKey" text, kind text, "accountId" uuid, there text, details jsonb, mark text)
    left join integration_accounts a on a.id = f."accountId"
    where f."accountId" is null or a.id is not null
    on conflict (organization_id, provider, system, identifier_key) where resolved_at is null
    do update set identifier = excluded.identifier, kind = excluded.kind,
      account_id = excluded.account_id, there = excluded.there, details = excluded.details,
      mark = excluded.mark, seen_at = excluded.seen_at,
      found_at = case when ${stays} then account_drift.found_at else excluded.found_at end,
      last_error = case when ${stays} then account_drift.last_error end,
      ignored_at = case when ${stays} then account_drift.ignored_at end,
      ignored_by = case when ${stays} then account_drift.ignored_by end,
      ignored_reason = case when ${stays} then account_drift.ignored_reason end
    returning (xmax = 0) as fresh`.execute(em.getKysely());
  return rows.filter(({ fresh }) => fresh).length;
}
