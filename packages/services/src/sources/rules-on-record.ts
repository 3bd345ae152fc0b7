import type { WebhookRules } from '@patchbay/providers';

/** Rules for the audit trail, where a thing named `signature` would be taken for one and blacked out. */
export function rulesOnRecord(rules: WebhookRules | null): Record<string, unknown> | null {
  if (rules === null) return null;
  const { verifier, ...facts } = rules;
  if (!('signature' in verifier)) return { ...facts, verifier };
  const { signature: proof, ...rest } = verifier;
  return { ...facts, verifier: { ...rest, proof } };
}
