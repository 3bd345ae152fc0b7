import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import type { Links } from '../../kit/links.ts';
import { adminBackend } from './admin-backend.ts';
import type { XmppBackend } from './backend.ts';
import { moduleBackend } from './module-backend.ts';
import { withXmppSession } from './session.ts';

export type XmppSettings = {
  domain: string;
  moduleUrl?: string;
  moduleToken?: string;
  adminJid?: string;
  adminPassword?: string;
  host?: string;
  port: number;
  moreCommands: boolean;
  tlsFingerprint?: string;
};

export const usesModule = ({ moduleUrl, moduleToken }: XmppSettings): boolean =>
  moduleUrl !== undefined && moduleToken !== undefined;

/** What signs a call to the module; an administrator signs in on the stream itself. */
export const moduleHeaders = (settings: XmppSettings): Record<string, string> =>
  usesModule(settings) ? { authorization: `Bearer ${settings.moduleToken}` } : {};

/** Where clients connect, and the administrator with them. */
export const chatAddress = ({ domain, host = domain, port }: XmppSettings): string =>
  `xmpp://${host}:${port}`;

export type XmppClient = XmppBackend & {
  /** `ann` of `ann@example.org`. @throws OutboundError for a JID of another domain */
  nameOf: (jid: string) => string;
  jidOf: (name: string) => string;
};

/** The module where it is set up, an administrator's commands otherwise. */
export function xmppClient(http: ApiClient, settings: XmppSettings, links: Links): XmppClient {
  const { domain, adminJid = '', adminPassword = '', moreCommands, tlsFingerprint } = settings;
  const jidOf = (name: string) => `${name}@${domain}`;
  const visit: Parameters<typeof adminBackend>[0]['visit'] = (login, work) =>
    withXmppSession(
      (signal) => links.socket(chatAddress(settings), { signal }),
      { ...login, tlsFingerprint },
      work,
    );
  const backend = usesModule(settings)
    ? moduleBackend(http, jidOf)
    : adminBackend({ domain, adminJid, adminPassword, moreCommands, visit });
  return {
    ...backend,
    jidOf,
    nameOf(jid) {
      const [name = '', host] = jid.toLowerCase().split('@');
      if (name && host === domain) return name;
      throw new OutboundError('not_found', 'This account is of another domain.');
    },
  };
}
