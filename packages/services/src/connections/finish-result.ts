import type { ConsentPurpose } from '@patchbay/db';
import type { OAuthErrorKind } from '@patchbay/providers';

/** Enough for a banner on the page to go back to. `returnTo` is a path of this product. */
type Shown = { provider: string; providerName: string; organizationSlug: string; returnTo: string };

/** What it was for; what failed is told on the page that it began on. */
type For = { purpose: ConsentPurpose };

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
  /** The person's own account; `under_way` when the system is slow. */
  | (Shown & { outcome: 'account'; state: 'done' | 'under_way'; accountName: string })
  | (Shown & For & { outcome: 'denied' | 'expired' })
  | { outcome: 'replayed' | 'mismatch'; provider: string; providerName: string | null }
  | (Shown & For & { outcome: 'error'; kind: FinishErrorKind; message: string });

/**
 * `forbidden`: the person may no longer change this organization. `conflict`: it was connected otherwise meanwhile,
 * or the person's account cannot be made. `taken`: somebody else here has that very account.
 */
export type FinishErrorKind =
  | Exclude<OAuthErrorKind, 'denied'>
  | 'forbidden'
  | 'conflict'
  | 'taken'
  | 'account';
