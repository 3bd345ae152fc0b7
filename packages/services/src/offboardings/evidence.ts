import type { EntityManager } from '@mikro-orm/postgresql';
import { canonicalJson, sha256Hex } from '@patchbay/crypto';
import { Organization } from '@patchbay/db';
import { sql } from 'kysely';
import { defineVerb } from '../kernel/index.ts';
import { csvOf } from './csv.ts';
import { readReport } from './read.ts';
import { type EvidenceView, OffboardingEvidenceInput } from './schemas.ts';

export type Trail = { sequence: number; action: string; hash: string };

/**
 * A report as a file to keep. The JSON file holds the digest of its content as canonical JSON, the CSV file that of the
 * lines above the last one; both name the audit rows, whose hashes the audit log proves. Errors: `not_found`.
 */
export const offboardingEvidence = defineVerb({
  name: 'offboardings.evidence',
  permission: 'accounts:read',
  input: OffboardingEvidenceInput,
  async run(ctx, { offboardingId, format }): Promise<EvidenceView> {
    const { runtime, principal } = ctx;
    const { organizationId, actor } = principal;
    const em = runtime.orm.em.fork();
    const report = await readReport(em, organizationId, offboardingId);
    const organization = await em.findOneOrFail(Organization, { id: organizationId });
    const content = {
      generatedAt: runtime.clock.now().toISOString(),
      generatedBy: actor.name,
      organization: organization.name,
      // As JSON has it: dates are text, and what is absent is null.
      report: JSON.parse(JSON.stringify(report)) as typeof report,
      audit: await trailOf(em, organizationId, offboardingId),
    };
    const file = format === 'json' ? await jsonFile(content) : await csvFile(content);
    const day = content.generatedAt.slice(0, 10);
    return {
      ...file,
      filename: `offboarding-${offboardingId.slice(0, 8)}-${day}.${format}`,
      sha256: await sha256Hex(file.text),
    };
  },
});

export type EvidenceContent = {
  generatedAt: string;
  generatedBy: string;
  organization: string;
  report: Awaited<ReturnType<typeof readReport>>;
  audit: Trail[];
};

async function jsonFile(content: EvidenceContent) {
  const digest = await sha256Hex(canonicalJson(content));
  const text = `${JSON.stringify({ content, sha256: digest }, null, 2)}\n`;
  return { text, contentType: 'application/json' };
}

async function csvFile(content: EvidenceContent) {
  const lines = csvOf(content);
  const text = `${lines}"SHA-256 of the lines above","${await sha256Hex(lines)}"\r\n`;
  return { text, contentType: 'text/csv; charset=utf-8' };
}

/** The audit rows that tell of this offboarding, in order. */
async function trailOf(em: EntityManager, organizationId: string, id: string): Promise<Trail[]> {
  const { rows } = await sql<Trail>`
    select sequence, action, hash from integration_audit_logs
    where organization_id = ${organizationId} and (
      (subject_type = 'offboarding' and subject_id = ${id})
      or (action = 'member.removed' and details->>'offboarding' = ${id}))
    order by sequence`.execute(em.getKysely());
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}
