import { type Webhooks, webhookDefaults } from '../../kit/webhooks.ts';

/**
 * Interactions and webhook events, both signed with the application's key. Discord probes with bad signatures and
 * removes an address that does not answer those with 401. It states no tolerance for the timestamp.
 */
export const discordWebhooks: Webhooks = {
  ...webhookDefaults,
  title: 'Discord interactions and events',
  about: 'What a Discord application receives: commands, components and webhook events.',
  docs: 'https://docs.discord.com/developers/interactions/overview',
  rules: {
    verifier: {
      kind: 'ed25519',
      signature: { header: 'x-signature-ed25519', prefix: '', encoding: 'hex' },
      signed: ['timestamp', 'body'],
      timestamp: {
        header: 'x-signature-timestamp',
        prefix: '',
        unit: 'seconds',
        pastSeconds: 300,
        futureSeconds: 300,
      },
      key: 'hex',
    },
    // An event has no id; its body holds the time it happened, and a repetition is signed anew.
    deliveryId: [{ pointers: ['/id'] }, { digest: ['body'] }],
    eventType: [
      { pointers: ['/event/type'] },
      { pointers: ['/data/name'] },
      { pointers: ['/type'] },
    ],
    channel: [
      { pointers: ['/channel_id'] },
      { pointers: ['/channel/id'] },
      { pointers: ['/event/data/channel_id'] },
    ],
  },
  secret: {
    origin: 'entered',
    label: 'Public key',
    help: 'General Information → Public Key.',
    field: 'publicKey',
    shape: { regex: /^[0-9a-f]{64}$/i, message: 'must be 64 hexadecimal digits' },
  },
  handshake: 'interactions',
  answer: 204,
  deadlineMs: 3_000,
  setup: [
    'In the developer portal open your application → General Information for interactions, or Webhooks for events.',
    'Enter {url} and save; Discord checks it at once.',
  ],
};
