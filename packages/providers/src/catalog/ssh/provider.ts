import { field } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { sshAccounts } from './accounts.ts';
import { shellAddress, sshClient } from './client.ts';

const pemRule = /^-----BEGIN ([A-Z0-9 ]+)-----([\s\S]+)-----END \1-----$/;

/** A one-line form field loses the line breaks, without which a key cannot be read. */
function toPem(raw: string): string {
  const text = raw.trim();
  const [, kind, body = ''] = pemRule.exec(text) ?? [];
  if (!kind || /[:,]/.test(body)) return text;
  const lines = body.replace(/\s+/g, '').replace(/.{70}(?=.)/g, '$&\n');
  return `-----BEGIN ${kind}-----\n${lines}\n-----END ${kind}-----`;
}

export const ssh = defineProvider({
  key: 'ssh',
  about: {
    name: 'SSH pubnix',
    vendor: 'OpenSSH',
    category: 'shell',
    description: 'Shell accounts on a Unix machine, opened with each person’s own keys.',
    docs: 'https://www.openssh.com/manual.html',
    account:
      'Install the script of docker/pubnix on the machine; its README says how. Patchbay then has one key there, which can do nothing but make, lock and remove accounts.',
  },
  fields: {
    host: field.text({
      label: 'Host',
      help: 'Name or address of the machine.',
      placeholder: 'shell.example.org',
      destination: true,
      maxLength: 253,
      pattern: {
        regex: /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$|^\[?[0-9A-Fa-f:.]+\]?$/,
        message: 'must be a host name or an address, without a port',
      },
    }),
    port: field.port({ label: 'Port', default: 22, destination: true }),
    username: field.text({
      label: 'User name',
      help: 'Of the account that the installer made for Patchbay.',
      default: 'patchbay',
      pattern: { regex: /^[a-z_][a-z0-9_-]{0,31}$/, message: 'must be a Unix user name' },
    }),
    privateKey: field.secret({
      label: 'Private key',
      help: 'The whole file, without a passphrase. It never leaves this server.',
      normalize: toPem,
      maxLength: 20_000,
      soft: {
        regex: /^-----BEGIN (OPENSSH|RSA|EC) PRIVATE KEY-----/,
        message: 'does not look like a private key (it begins with -----BEGIN)',
      },
    }),
    hostKeyFingerprint: field.text({
      label: 'Host key fingerprint',
      help: 'The installer prints it; on the machine: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
      placeholder: 'SHA256:…',
      destination: true,
      normalize: (raw) => /SHA256:[A-Za-z0-9+/]{43}/.exec(raw)?.[0] ?? raw.trim(),
      pattern: {
        regex: /^SHA256:[A-Za-z0-9+/]{43}$/,
        message: 'must be SHA256: and 43 letters, digits, + and /',
      },
    }),
  },
  auth: { kind: 'none' },
  api: {
    baseUrl: shellAddress,
    speaks: 'socket',
    address: 'entered',
    client: sshClient,
  },
  health: {
    async auth({ client }) {
      const { host } = await client.ping();
      return { note: `Signed in to ${host}` };
    },
    async sample({ client }) {
      const { accounts, next } = await client.list(null);
      return { note: `Looks after ${accounts.length}${next === null ? '' : ' or more'} accounts` };
    },
  },
  accounts: sshAccounts,
});
