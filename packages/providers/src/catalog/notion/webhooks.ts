import { type Webhooks, webhookDefaults } from '../../kit/webhooks.ts';

/** No timestamp is signed, so copies are told apart by the event's id alone, as long as ids are remembered. */
export const notionWebhooks: Webhooks = {
  ...webhookDefaults,
  title: 'Notion webhooks',
  about: 'Changes of pages and data sources; each event names a thing to read, not its content.',
  docs: 'https://developers.notion.com/reference/webhooks',
  rules: {
    verifier: {
      kind: 'hmac',
      hash: 'sha256',
      signature: { header: 'x-notion-signature', prefix: 'sha256=', encoding: 'hex' },
      signed: ['body'],
      key: { encoding: 'utf8', prefix: '' },
    },
    deliveryId: [{ pointers: ['/id'] }, { digest: ['body'] }],
    eventType: [{ pointers: ['/type'] }],
    channel: [{ pointers: ['/data/parent/id'] }, { pointers: ['/entity/id'] }],
  },
  secret: {
    origin: 'captured',
    label: 'Verification token',
    help: 'Notion sends it to the address when the subscription is made.',
  },
  handshake: 'verification_token',
  setup: [
    'At notion.so/my-integrations open your integration → Webhooks and create a subscription with the address {url}.',
    'Notion sends a verification token here; copy it from this page and enter it in Notion.',
  ],
};
