import type { OAuthErrorKind } from '@patchbay/providers';

/** Enough for a banner on the page to go back to. `returnTo` is a path of this product. */
type Shown = { provider: string; providerName: string; organizationSlug: string; returnTo: string };

/**
 * What came of a callback. Everything but `connected` and `other_account` changed nothing.
 * `replayed`: the state was used already, or never was one of ours. `mismatch`: it belongs to another browser,
 * person or provider, or the answer names another issuer.
 */
export type FinishResult =
  | (Shown & { outcome: 'connected'; accountName: string; missingScopes: string[] })
  | (Shown & {
      outcome: 'other_account';
      /** For `connections.confirmAccount` and `connections.dropAccount`. */
      pendingId: string;
      accountName: string;
      connectedAccountName: string;
    })
  | (Shown & { outcome: 'denied' | 'expired' })
  | { outcome: 'replayed' | 'mismatch'; provider: string; providerName: string | null }
  | (Shown & { outcome: 'error'; kind: FinishErrorKind; message: string });

/** `forbidden`: the person may no longer change this organization. `conflict`: it was connected otherwise meanwhile. */
export type FinishErrorKind =
  | Exclude<OAuthErrorKind, 'denied'>
  | 'forbidden'
  | 'conflict'
  | 'account';
