import { OutboundError } from '../../http/errors.ts';
import { field } from '../../kit/field.ts';
import { pinnedCertificate } from '../../kit/pinned-certificate.ts';
import { defineProvider } from '../../kit/provider.ts';
import { ircAccounts } from './accounts.ts';
import { type IrcSettings, ircClient, operatorOf } from './client.ts';
import { ircOperations } from './operations.ts';

export const irc = defineProvider({
  key: 'irc',
  about: {
    name: 'IRC',
    vendor: 'Atheme and UnrealIRCd',
    category: 'chat',
    description: 'NickServ accounts of your people on an IRC network of your own.',
    docs: 'https://atheme.github.io/atheme.html',
    account:
      'Load misc/httpd and transport/jsonrpc in Atheme and let only Patchbay reach their port, since it takes registrations from anybody. To freeze, drop and list accounts, register one and make it an operator with user:admin and general:auspex. For the views of who is online, give UnrealIRCd an rpc-user of the class read-only.',
  },
  fields: {
    athemeUrl: field.url({
      label: 'Atheme address',
      help: 'Of its JSON-RPC. Atheme itself speaks plain http: keep it on one machine, or put TLS in front.',
      placeholder: 'https://services.example.org/jsonrpc',
      destination: true,
      pattern: { regex: /\/jsonrpc$/, message: 'must end with /jsonrpc' },
    }),
    athemeTlsFingerprint: pinnedCertificate({
      label: 'Certificate of Atheme',
      help: 'For a self-signed certificate in front of Atheme: its SHA-256 fingerprint. No other is then trusted.',
    }),
    server: field.text({
      label: 'IRC server',
      help: 'What people enter in their client.',
      placeholder: 'irc.example.org',
      normalize: (raw) => raw.trim().toLowerCase(),
      pattern: {
        regex: /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/,
        message: 'must be a name such as irc.example.org, without a port',
      },
      maxLength: 253,
    }),
    port: field.port({
      label: 'IRC port',
      help: 'For people, with TLS.',
      default: 6697,
      destination: true,
    }),
    operAccount: field.text({
      label: 'Services operator',
      help: 'An account of NickServ with operator rights. Without one, accounts can be made and nothing else.',
      required: false,
      pattern: { regex: /^\S{1,50}$/, message: 'must be a nick' },
    }),
    operPassword: field.secret({
      label: 'Password of the operator',
      help: 'What that account identifies with.',
      required: false,
    }),
    unrealUrl: field.url({
      label: 'UnrealIRCd address',
      help: 'Of its JSON-RPC, for the views of who is online.',
      placeholder: 'https://irc.example.org:8600/api',
      required: false,
      destination: true,
      pattern: { regex: /^https:.*\/api$/, message: 'must begin with https:// and end with /api' },
    }),
    unrealUser: field.text({
      label: 'rpc-user',
      help: 'The name of the rpc-user block.',
      required: false,
      pattern: { regex: /^[^\s:]{1,100}$/, message: 'must not contain spaces or colons' },
    }),
    unrealPassword: field.secret({
      label: 'Password of the rpc-user',
      help: 'As in the rpc-user block.',
      required: false,
    }),
    unrealTlsFingerprint: pinnedCertificate({
      label: 'Certificate of UnrealIRCd',
      help: 'Self-signed unless you changed it: enter its SHA-256 fingerprint. No other is then trusted.',
    }),
  },
  // Atheme asks nobody who they are on the way in; its own commands carry the operator's name and password.
  auth: { kind: 'login', login: async () => ({ headers: {} }) },
  api: {
    baseUrl: ({ athemeUrl }) => athemeUrl,
    address: 'entered',
    // Anybody who reaches Atheme may register nicks and try passwords.
    speaks: 'operations',
    tlsFingerprint: ({ athemeTlsFingerprint }) => athemeTlsFingerprint,
    redact: ['params', 'result', 'message'],
    client: ircClient,
  },
  health: {
    async auth({ client, settings, signIn }) {
      await signIn();
      requirePairs(settings);
      if (!operatorOf(settings))
        return { note: 'No operator entered: accounts can be made and nothing else' };
      const [version = 'Atheme'] = (await client.atheme.asOperator('OperServ', 'UPTIME')).split(
        ' [',
      );
      return { note: `${version} takes ${settings.operAccount} as an operator` };
    },
    async sample({ client }) {
      const { online } = await client.atheme.presence('NickServ');
      if (!online)
        throw new OutboundError('provider', 'NickServ is not on IRC: the services are not linked.');
      if (!client.isWatched) return { note: 'NickServ is on IRC' };
      const { user, channel } = await client.unreal.stats();
      return { note: `NickServ is on IRC with ${user.total} people in ${channel.total} channels` };
    },
  },
  operations: ircOperations,
  accounts: ircAccounts,
  environment: {
    athemeUrl: 'IRC_ATHEME_JSONRPC_URL',
    athemeTlsFingerprint: 'IRC_ATHEME_TLS_FINGERPRINT',
    server: 'IRC_SERVER',
    port: 'IRC_PORT',
    operAccount: 'IRC_OPER_ACCOUNT',
    operPassword: 'IRC_OPER_PASSWORD',
    unrealUrl: 'IRC_UNREAL_JSONRPC_URL',
    unrealUser: 'IRC_UNREAL_RPC_USER',
    unrealPassword: 'IRC_UNREAL_RPC_PASSWORD',
    unrealTlsFingerprint: 'IRC_UNREAL_TLS_FINGERPRINT',
  },
});

/** @throws OutboundError for credentials that are entered by half */
function requirePairs(settings: IrcSettings): void {
  const { operAccount, operPassword, unrealUrl, unrealUser, unrealPassword } = settings;
  const groups = [
    ['The operator', [operAccount, operPassword]],
    ['UnrealIRCd', [unrealUrl, unrealUser, unrealPassword]],
  ] as const;
  for (const [name, parts] of groups) {
    const given = parts.filter((part) => part !== undefined).length;
    if (given > 0 && given < parts.length)
      throw new OutboundError('misconfigured', `${name} is entered by half.`);
  }
}
