import type { EntityManager } from '@mikro-orm/postgresql';
import { canonicalJson, chainHash, chainStart } from '@patchbay/crypto';
import { AuditLog } from '@patchbay/db';
import { z } from 'zod';
import { defineVerb, hashedPart } from '../kernel/index.ts';
import type { AuditVerificationView } from './schemas.ts';

const batchSize = 500;

/**
 * Walks the organization's chain from its first row and recomputes every hash. A changed, removed, added or
 * reordered row breaks it at `brokenAt`; rows cut off the end show only against a `head` kept elsewhere.
 */
export const verifyAudit = defineVerb({
  name: 'audit.verify',
  permission: 'audit:read',
  input: z.object({}),
  async run({ runtime, principal }): Promise<AuditVerificationView> {
    const em = runtime.orm.em.fork();
    let rows = 0;
    let head = chainStart;
    for (;;) {
      const batch = await nextRows(em, principal.organizationId, rows);
      for (const row of batch) {
        if (!(await follows(row, rows + 1, head))) {
          return { intact: false, rows, brokenAt: rows + 1, head };
        }
        rows += 1;
        head = row.hash;
      }
      if (batch.length < batchSize) return { intact: true, rows, brokenAt: null, head };
    }
  },
});

const nextRows = (em: EntityManager, organizationId: string, after: number): Promise<AuditLog[]> =>
  em.find(
    AuditLog,
    { organizationId, sequence: { $gt: after } },
    { orderBy: { sequence: 'asc' }, limit: batchSize, disableIdentityMap: true },
  );

async function follows(row: AuditLog, sequence: number, previous: string): Promise<boolean> {
  if (row.sequence !== sequence || row.previousHash !== previous) return false;
  return row.hash === (await chainHash(previous, canonicalJson(hashedPart(row))));
}
