import { uuidFrom } from '@patchbay/core';
import { sql } from 'kysely';
import { productEvent, type Runtime } from '../kernel/index.ts';
import { epoch } from './lanes.ts';

/** Told so many days ahead, once each. */
const daysAhead = [14, 7, 3, 1];
const dayMs = 86_400_000;

type Ending = {
  organizationId: string;
  subject: 'connection' | 'api_key';
  id: string;
  provider: string | null;
  name: string;
  endsAt: number;
};

/**
 * Tells programs (`secret.expiring`) of grants that end by themselves and of API keys that run out. Safe to repeat: an
 * ending is told once for each number of days ahead. Answers how many were looked at.
 */
export async function tellExpiring({
  orm,
  clock,
}: Pick<Runtime, 'orm' | 'clock'>): Promise<number> {
  const now = clock.now();
  const horizon = new Date(now.getTime() + Math.max(...daysAhead) * dayMs);
  const { rows } = await sql<Ending>`
    select k.organization_id as "organizationId", 'connection' as subject, k.integration_id as id, k.provider,
      k.account_name as name, ${epoch('k.ends_at')} as "endsAt"
    from (select c.*, case when refresh_token is null then expires_at else refresh_token_expires_at end as ends_at
      from integration_credentials c where broken_at is null) k
    where k.ends_at > ${now} and k.ends_at <= ${horizon}
    union all
    select organization_id, 'api_key', id, null, name, ${epoch('expires_at')} from api_keys
    where revoked_at is null and expires_at > ${now} and expires_at <= ${horizon}`.execute(
    orm.em.fork().getKysely(),
  );
  for (const ending of rows) await tell(orm, ending, now);
  return rows.length;
}

async function tell(orm: Runtime['orm'], ending: Ending, now: Date): Promise<void> {
  const left = (ending.endsAt - now.getTime()) / dayMs;
  const ahead = daysAhead.findLast((days) => left <= days);
  if (ahead === undefined) return;
  const { organizationId, subject, id, provider, name } = ending;
  const expiresAt = new Date(ending.endsAt).toISOString();
  const eventId = await uuidFrom('secret.expiring', id, expiresAt, String(ahead));
  await orm.em.fork().transactional((em) =>
    productEvent(em, {
      organizationId,
      type: 'secret.expiring',
      eventId,
      occurredAt: now,
      data: {
        subject,
        ...(subject === 'connection'
          ? { integrationId: id, provider, accountName: name }
          : { keyId: id, name }),
        expiresAt,
        daysLeft: Math.floor(left),
      },
    }),
  );
}
