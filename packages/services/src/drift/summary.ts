import type { EntityManager } from '@mikro-orm/postgresql';
import { DriftCheck } from '@patchbay/db';
import { describeAccounts, findProvider } from '@patchbay/providers';
import { sql } from 'kysely';
import { z } from 'zod';
import { defineVerb } from '../kernel/index.ts';
import type { DriftCheckView, DriftSummaryView } from './schemas.ts';
import { listableSystems } from './systems.ts';

/** When each system was last compared and how much differs. */
export const driftSummary = defineVerb({
  name: 'drift.summary',
  permission: 'accounts:read',
  input: z.object({}),
  run: ({ runtime, principal }): Promise<DriftSummaryView> =>
    readSummary(runtime.orm.em.fork(), principal.organizationId),
});

type Count = { provider: string; open: number; ignored: number };

export async function readSummary(
  em: EntityManager,
  organizationId: string,
): Promise<DriftSummaryView> {
  const systems = await listableSystems(em, organizationId);
  const checks = await em.find(DriftCheck, { organizationId });
  const { rows: counts } = await sql<Count>`
    select provider, count(*) filter (where ignored_at is null)::int as open,
      count(*) filter (where ignored_at is not null)::int as ignored
    from account_drift where organization_id = ${organizationId} and resolved_at is null
    group by provider`.execute(em.getKysely());
  const named = [...new Set([...systems, ...checks.map(({ provider }) => provider)])].sort();
  const countOf = (key: string) => counts.find(({ provider }) => provider === key)?.open ?? 0;
  return {
    checks: named.map((key) => viewCheck(key, checks, systems, countOf(key))),
    open: counts.reduce((sum, { open }) => sum + open, 0),
    ignored: counts.reduce((sum, { ignored }) => sum + ignored, 0),
  };
}

function viewCheck(
  key: string,
  checks: readonly DriftCheck[],
  systems: readonly string[],
  open: number,
): DriftCheckView {
  const check = checks.find(({ provider }) => provider === key);
  const provider = findProvider(key);
  const canList = provider ? (describeAccounts(provider)?.canList ?? false) : false;
  return {
    provider: key,
    providerName: provider?.about.name ?? key,
    canList: canList && systems.includes(key),
    state: check?.state ?? 'never',
    startedAt: check?.startedAt ?? null,
    finishedAt: check?.finishedAt ?? null,
    seen: check?.seen ?? 0,
    open,
    error: check?.error ?? null,
  };
}
