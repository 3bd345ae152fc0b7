import { field } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { mediawikiAccounts } from './accounts.ts';
import { mediawikiClient, mediawikiLogin } from './client.ts';
import { mediawikiOperations } from './operations.ts';

export const mediawiki = defineProvider({
  key: 'mediawiki',
  about: {
    name: 'MediaWiki',
    vendor: 'Wikimedia Foundation',
    category: 'wiki',
    description: 'A wiki of your own: its pages and the accounts of your people.',
    docs: 'https://www.mediawiki.org/wiki/API:Main_page',
    account:
      'In the wiki open Special:BotPasswords, create a bot with the grants it needs and copy its name and password. The check needs "basic"; accounts of people need "create accounts" and "block and unblock users" as well.',
  },
  fields: {
    apiUrl: field.url({
      label: 'API address',
      help: 'The full address of api.php; Special:Version shows it under "Entry point URLs".',
      placeholder: 'https://wiki.example.org/w/api.php',
      destination: true,
      pattern: { regex: /\/api\.php$/, message: 'must end with /api.php' },
    }),
    botUser: field.text({
      label: 'Bot name',
      help: 'As Special:BotPasswords shows it.',
      placeholder: 'Operator@patchbay',
      pattern: {
        regex: /^[^@]+@[^@]+$/,
        message: 'must be the user name, an @ and the name of the bot',
      },
    }),
    botPassword: field.secret({
      label: 'Bot password',
      help: 'Shown once when the bot is created.',
      soft: {
        regex: /^[a-z0-9]{32}$/,
        message: 'does not look like a bot password (32 small letters and digits)',
      },
    }),
  },
  auth: { kind: 'login', login: mediawikiLogin },
  api: {
    baseUrl: (settings) => settings.apiUrl,
    address: 'entered',
    cookies: true,
    redact: ['lgpassword', 'lgtoken', 'logintoken', 'createtoken', 'password', 'retype', 'email'],
    client: mediawikiClient,
  },
  async account({ client, settings }) {
    const { id, name } = await client.userInfo();
    const { host } = new URL(settings.apiUrl);
    return { id: `${host}#${id}`, name: `${name} at ${host}`, details: {} };
  },
  health: {
    async auth({ client, signIn }) {
      await signIn();
      const user = await client.userInfo();
      return { note: `Signed in as ${user.name}` };
    },
    async sample({ client }) {
      const { general, statistics } = await client.siteInfo();
      return { note: `${general.sitename}: ${statistics.articles} articles` };
    },
  },
  operations: mediawikiOperations,
  accounts: mediawikiAccounts,
});
