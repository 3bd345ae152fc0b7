import { field } from '../../kit/field.ts';
import { defineProvider } from '../../kit/provider.ts';
import { msp360Client, msp360Login } from './client.ts';
import { msp360Operations } from './operations.ts';

export const msp360 = defineProvider({
  key: 'msp360',
  about: {
    name: 'MSP360 Managed Backup',
    vendor: 'MSP360',
    category: 'backup',
    description: 'Companies, users and backup plans with their last results.',
    docs: 'https://help.mspbackups.com/mbs-api-specification',
    account:
      'In the MSP360 console open Settings → General → API 2.0 credentials and generate a login and password. A console login does not work, and generating new ones ends the old ones at once.',
  },
  fields: {
    login: field.text({ label: 'API login', help: 'Not the login of the console.' }),
    password: field.secret({
      label: 'API password',
      help: 'Shown once when the API credentials are generated.',
      soft: { regex: /^.{3,100}$/s, message: 'is usually 3 to 100 characters long' },
    }),
    label: field.text({
      label: 'Account name',
      help: 'How your people know this account; MSP360 does not tell.',
      required: false,
      maxLength: 100,
    }),
  },
  auth: { kind: 'login', login: msp360Login },
  api: {
    baseUrl: () => 'https://api.mspbackups.com',
    address: 'fixed',
    redact: ['Email', 'NotificationEmails'],
    client: msp360Client,
  },
  health: {
    async auth({ signIn, settings }) {
      await signIn();
      return { note: `Signed in${settings.label ? ` to ${settings.label}` : ''}` };
    },
    async sample({ client }) {
      const companies = await client.companies();
      return { note: `${companies.length} companies can be read` };
    },
  },
  operations: msp360Operations,
});
