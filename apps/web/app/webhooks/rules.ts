import type { SourceView } from '@patchbay/services/schemas';

/** Everything about a sender that is data: how it signs, and where an event's id, type and channel are read. */
export type WebhookRules = NonNullable<SourceView['rules']>;

/** How a sender proves itself, in one line. */
export function verifierWords({ verifier }: WebhookRules): string {
  if (verifier.kind === 'path') return 'A secret as the last part of the address';
  if (verifier.kind === 'token') return `A token in the header ${verifier.header}`;
  const signed = verifier.signed
    .map((part) => (typeof part === 'string' ? part : part.text))
    .join(' ');
  const how = verifier.kind === 'hmac' ? `HMAC-${verifier.hash.toUpperCase()}` : 'Ed25519';
  return `${how} over ${signed} in the header ${verifier.signature.header}`;
}
