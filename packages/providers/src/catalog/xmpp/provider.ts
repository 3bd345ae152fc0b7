import { field, pasted } from '../../kit/field.ts';
import { pinnedCertificate } from '../../kit/pinned-certificate.ts';
import { defineProvider } from '../../kit/provider.ts';
import { xmppAccounts } from './accounts.ts';
import { chatAddress, moduleHeaders, usesModule, xmppClient } from './client.ts';
import { moduleTrouble } from './module-backend.ts';

const hostName = {
  regex: /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
  message: 'must be a name such as chat.example.org, without a protocol and without a port',
};
const lowered = (raw: string) => raw.trim().toLowerCase();

export const xmpp = defineProvider({
  key: 'xmpp',
  about: {
    name: 'XMPP',
    vendor: 'Prosody and other servers',
    category: 'chat',
    description: 'Chat accounts of your people on an XMPP server of your own.',
    docs: 'https://prosody.im/doc',
    account:
      'On Prosody install the module from docker/prosody and enter its address and token. Where no module can be installed, enter an account that the server lists as an administrator; it needs the commands of XEP-0133 (mod_admin_adhoc in Prosody).',
  },
  fields: {
    domain: field.text({
      label: 'Domain',
      help: 'What stands behind the @ of an address.',
      placeholder: 'example.org',
      normalize: lowered,
      pattern: hostName,
      destination: true,
    }),
    moduleUrl: field.url({
      label: 'Module address',
      help: 'Where the Prosody module listens. Plain http works only on the machine of the server.',
      placeholder: 'https://chat.example.org:5281/patchbay_accounts',
      required: false,
      destination: true,
      normalize: (raw) => raw.trim().replace(/\/+$/, ''),
    }),
    moduleToken: field.secret({
      label: 'Module token',
      help: 'What stands in the file that patchbay_accounts_token_file names.',
      required: false,
      ...pasted,
    }),
    adminJid: field.text({
      label: 'Administrator',
      help: 'The full address of an account that the server lists among its administrators.',
      placeholder: 'patchbay@example.org',
      required: false,
      normalize: lowered,
      pattern: {
        regex: /^[^@/\s]+@[^@/\s]+$/,
        message: 'must be an address such as name@example.org',
      },
    }),
    adminPassword: field.secret({
      label: 'Password of the administrator',
      help: 'Used over TLS only, and never sent where the server speaks SCRAM.',
      required: false,
    }),
    moreCommands: field.bool({
      label: 'The server can disable and list accounts',
      help: 'Only for an administrator: whether the server has the commands disable-user, reenable-user, get-registered-users-list and get-disabled-users-list. Prosody does not; its module can do all of that.',
    }),
    host: field.text({
      label: 'Server',
      help: 'Where clients connect, if it is not the domain itself.',
      placeholder: 'chat.example.org',
      required: false,
      normalize: lowered,
      pattern: hostName,
      destination: true,
    }),
    port: field.port({
      label: 'Port',
      help: 'For clients, with STARTTLS.',
      default: 5222,
      destination: true,
    }),
    tlsFingerprint: pinnedCertificate({
      label: 'Pinned certificate',
      help: 'For a self-signed certificate: its SHA-256 fingerprint. No other is then trusted.',
    }),
  },
  alternatives: [
    { title: 'Prosody module', requires: ['moduleUrl', 'moduleToken'] },
    { title: 'Administrator account', requires: ['adminJid', 'adminPassword'] },
  ],
  auth: {
    kind: 'login',
    login: async (_http, settings) => ({ headers: moduleHeaders(settings) }),
  },
  api: {
    baseUrl: (settings) =>
      usesModule(settings) ? (settings.moduleUrl ?? '') : chatAddress(settings),
    speaks: 'socket',
    address: 'entered',
    headers: ({ domain }) => ({ 'x-patchbay-domain': domain }),
    tlsFingerprint: ({ tlsFingerprint }) => tlsFingerprint,
    trouble: moduleTrouble,
    redact: ['password'],
    client: xmppClient,
  },
  health: {
    async auth({ client, signIn }) {
      await signIn();
      return { note: await client.hello() };
    },
    sample: async ({ client }) => ({ note: await client.look() }),
  },
  accounts: xmppAccounts,
  environment: {
    domain: 'XMPP_DOMAIN',
    moduleUrl: 'XMPP_MODULE_URL',
    moduleToken: 'XMPP_MODULE_TOKEN',
    adminJid: 'XMPP_ADMIN_JID',
    adminPassword: 'XMPP_ADMIN_PASSWORD',
    host: 'XMPP_HOST',
    port: 'XMPP_PORT',
    tlsFingerprint: 'XMPP_TLS_FINGERPRINT',
  },
});
