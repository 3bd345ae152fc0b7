import { OutboundError } from '../../http/errors.ts';
import { field, pasted } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { mailcowAccounts } from './accounts.ts';
import { mailcowClient } from './client.ts';
import { mailcowOperations } from './operations.ts';
import { mailcowTrouble } from './trouble.ts';

/** People paste the address of the page they are on. */
const toOrigin = (raw: string): string => {
  const text = raw.trim();
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).origin : text;
};

const hostName = {
  regex: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
  message: 'must be a domain such as example.org',
};
const toHostName = (raw: string): string =>
  raw
    .trim()
    .toLowerCase()
    .replace(/^@|\.$/g, '');

export const mailcow = defineProvider({
  key: 'mailcow',
  about: {
    name: 'Mailcow',
    vendor: 'The Infrastructure Company',
    category: 'mail',
    description: 'Mailboxes of a domain on a mailcow server.',
    docs: 'https://docs.mailcow.email/',
    account:
      'As an administrator open System → Configuration → Access → API, and create a read-write key. Put the address of this Patchbay on its list of allowed addresses.',
  },
  fields: {
    baseUrl: field.url({
      label: 'Address',
      help: 'Of the mailcow page, without a path.',
      placeholder: 'https://mail.example.org',
      destination: true,
      normalize: toOrigin,
      pattern: {
        regex: /^https?:\/\/[^/?#]+\/?$/i,
        message: 'must be the address of the server, without a path',
      },
    }),
    apiKey: field.secret({
      label: 'API key',
      help: 'A read-write key. Check it before you save: mailcow locks out whoever tries wrong ones.',
      ...pasted,
      soft: {
        regex: /^[0-9A-F]{6}(-[0-9A-F]{6}){4}$/,
        message: 'does not look like an API key (five groups of six digits and letters)',
      },
    }),
    domain: field.text({
      label: 'Mail domain',
      help: 'People get their mailboxes in this domain.',
      placeholder: 'example.org',
      maxLength: 253,
      normalize: toHostName,
      pattern: hostName,
    }),
    defaultQuotaMiB: field.text({
      label: 'Space of a new mailbox',
      help: 'In MiB.',
      default: '1024',
      pattern: { regex: /^[1-9]\d{0,6}$/, message: 'must be a whole number of MiB' },
    }),
    mailHost: field.text({
      label: 'Mail server',
      help: 'What people enter in their mail program, if it is not the host of the address above.',
      required: false,
      destination: true,
      maxLength: 253,
      normalize: toHostName,
      pattern: hostName,
    }),
  },
  auth: { kind: 'token', token: (settings) => settings.apiKey, header: 'x-api-key' },
  api: {
    baseUrl: ({ baseUrl }) => `${new URL(baseUrl).origin}/api/v1`,
    address: 'entered',
    trouble: mailcowTrouble,
    redact: ['name', 'log'],
    client: mailcowClient,
  },
  async account({ settings }) {
    const { host } = new URL(settings.baseUrl);
    return { id: host, name: host, details: { domain: settings.domain } };
  },
  health: {
    async auth({ client }) {
      const { version } = await client.version();
      return { note: `Signed in to mailcow ${version}` };
    },
    async sample({ client, settings }) {
      const { domain_name: name, mboxes_in_domain: count } = await client.domain(settings.domain);
      if (name !== undefined)
        return { note: `${settings.domain} has ${count ?? 'some'} mailboxes` };
      throw new OutboundError(
        'misconfigured',
        `There is no domain ${settings.domain} on this server.`,
      );
    },
  },
  operations: mailcowOperations,
  accounts: mailcowAccounts,
});
