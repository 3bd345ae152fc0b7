import type { Verifier } from '@patchbay/providers';
import type { SourceView, SourceWithSecretView } from '../webhooks/schemas.ts';
import type { NewSecret } from './secret.ts';

/** A view with the secret that was just made; one that a person entered is not sent back. */
export function withSecret(
  view: SourceView,
  verifier: Verifier,
  secret: NewSecret | null,
): SourceWithSecretView {
  if (!secret?.isMade) return { ...view, newSecret: null };
  const url = verifier.kind === 'path' && view.url ? `${view.url}/${secret.text}` : view.url;
  return { ...view, url, newSecret: secret.text };
}
