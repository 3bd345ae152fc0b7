import { type WebhookRules, type Webhooks, webhookDefaults } from './webhooks.ts';

/** `v1` of Standard Webhooks 1.0.0; the id is signed, so it is what copies share. */
export const standardWebhookRules: WebhookRules = {
  verifier: {
    kind: 'hmac',
    hash: 'sha256',
    signature: { header: 'webhook-signature', separator: ' ', prefix: 'v1,', encoding: 'base64' },
    signed: ['id', { text: '.' }, 'timestamp', { text: '.' }, 'body'],
    id: { header: 'webhook-id', prefix: '' },
    timestamp: {
      header: 'webhook-timestamp',
      prefix: '',
      unit: 'seconds',
      pastSeconds: 300,
      futureSeconds: 300,
    },
    key: { encoding: 'base64', prefix: 'whsec_' },
  },
  deliveryId: [{ header: 'webhook-id' }],
  eventType: [{ pointers: ['/type'] }],
  channel: [],
};

/** Senders that are no provider of the catalog; `/hooks/<key>/<endpoint>`. */
export const genericWebhooks = {
  'standard-webhooks': {
    ...webhookDefaults,
    title: 'Standard Webhooks',
    about: 'Any sender that signs as standardwebhooks.com says.',
    docs: 'https://www.standardwebhooks.com/',
    rules: standardWebhookRules,
    secret: {
      origin: 'entered',
      label: 'Signing secret',
      help: 'Shown by the sender; begins with whsec_.',
      shape: {
        regex: /^(whsec_)?[A-Za-z0-9+/]{32,88}={0,2}$/,
        message: 'must be base64 of 24 to 64 bytes, with or without whsec_ in front',
      },
    },
    answer: 204,
    setup: ['Enter {url} as the address at the sender.', 'Enter the secret it shows here.'],
  },
  github: {
    ...webhookDefaults,
    title: 'GitHub style',
    about: 'GitHub, Gitea, Forgejo and others that sign the body with x-hub-signature-256.',
    docs: 'https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries',
    rules: {
      verifier: {
        kind: 'hmac',
        hash: 'sha256',
        signature: {
          header: 'x-hub-signature-256',
          prefix: 'sha256=',
          encoding: 'hex',
        },
        signed: ['body'],
        key: { encoding: 'utf8', prefix: '' },
      },
      deliveryId: [{ header: 'x-github-delivery' }],
      eventType: [{ header: 'x-github-event' }],
      channel: [{ pointers: ['/repository/full_name'] }],
    },
    secret: {
      origin: 'generated',
      label: 'Secret',
      help: 'Made here and entered at the sender.',
    },
    answer: 202,
    deadlineMs: 10_000,
    // GitHub caps payloads at 25 MB and drops larger events.
    maxBodyBytes: 26_214_400,
    setup: [
      'Settings → Webhooks → Add webhook: enter {url} as the payload address.',
      'Choose application/json and enter {secret} as the secret.',
    ],
  },
  custom: {
    ...webhookDefaults,
    title: 'Custom',
    about: 'Any other sender: say what it signs and how.',
    rules: null,
    secret: { origin: 'entered', label: 'Secret', help: 'Whatever the sender signs with.' },
    setup: ['Enter {url} as the address at the sender.'],
  },
} as const satisfies Record<string, Webhooks>;
export type GenericWebhook = keyof typeof genericWebhooks;
