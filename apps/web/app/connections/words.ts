import type { ConnectionView, ConnectionWay, Revocation } from '@patchbay/services/schemas';

/** Whether the provider is connected rather than only configured. */
export const isConnectable = ({ ways, account }: ConnectionView): boolean =>
  account !== null || ways.length > 1 || ways.some(({ consent }) => consent);

/** The way that leads through a consent page, which is also how a connection is made anew. */
export const consentWay = ({ ways }: ConnectionView): ConnectionWay | undefined =>
  ways.find(({ consent }) => consent);

export function throughWhat({ connectionType, app }: ConnectionView): string {
  if (app === 'own') return 'Your own app';
  if (app === 'shared') return 'The app of this Patchbay';
  return connectionType === 'internal' ? 'A stored credential' : 'Consent page';
}

/** What became of the connection, for the page that is shown afterwards. */
export function disconnected(name: string, revocation: Revocation): string {
  const gone = `${name} is disconnected.`;
  if (revocation === 'revoked') return `${gone} ${name} confirmed that the tokens are revoked.`;
  if (revocation === 'queued')
    return `${gone} ${name} has not confirmed yet that the tokens are revoked; Patchbay goes on trying.`;
  if (revocation === 'unsupported')
    return `${gone} ${name} has no way to revoke a token from here: remove the app in its own settings too.`;
  return gone;
}

/** A person waits on these when the token endpoint fails. */
const troubles: Partial<Record<string, string>> = {
  unreachable: 'the provider does not answer',
  rate_limited: 'the provider asks to slow down',
  invalid_response: 'the provider’s answer cannot be read',
  invalid_client: 'the provider refuses the client id or secret of the app',
  misconfigured: 'the settings of the app do not fit',
  app_missing: 'the app it was made through is gone',
  app_changed: 'the settings name another app now',
  unreadable: 'the stored token cannot be opened',
};

export const troubleWords = (code: string): string => troubles[code] ?? 'it was refused';
