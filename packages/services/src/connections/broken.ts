import type { BrokenReason } from '@patchbay/db';

/** Why a connection has to be made again, for people. */
export const brokenSentences: Record<BrokenReason, string> = {
  refused:
    'The provider no longer accepts the grant: it was withdrawn, or ended. Connect again to go on.',
  interrupted:
    'A renewal was cut short between the provider’s answer and our storing it, and the provider does not accept the previous token any more. Connect again to go on.',
  rejected:
    'The provider refuses the access token, and there is no way to renew it. Connect again to go on.',
  expired: 'The token has run out, and there is no way to renew it. Connect again to go on.',
  unreadable: 'The stored tokens cannot be opened any more. Connect again to go on.',
};
