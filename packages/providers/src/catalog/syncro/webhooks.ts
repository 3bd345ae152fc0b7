import { type Webhooks, webhookDefaults } from '../../kit/webhooks.ts';

/** Notification Center signs nothing and sets no header, so the address itself ends in a secret. */
export const syncroWebhooks: Webhooks = {
  ...webhookDefaults,
  title: 'Syncro notifications',
  about: 'What the Notification Center of a Syncro account sends.',
  docs: 'https://docs.syncromsp.com/',
  rules: {
    verifier: { kind: 'path' },
    deliveryId: [
      { pointers: ['/attributes/id', '/attributes/updated_at'] },
      { digest: ['body'], withinSeconds: 600 },
    ],
    eventType: [{ pointers: ['/attributes/type'] }, { pointers: ['/type'] }],
    channel: [],
  },
  secret: {
    origin: 'generated',
    label: 'Secret part of the address',
    help: 'Made here; whoever knows the whole address can send.',
  },
  setup: [
    'In Syncro open Admin → Notification Center and add a webhook to a notification set.',
    'Enter {url} as its address, secret part included. It is shown once.',
  ],
};
