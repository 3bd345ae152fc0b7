import { type Webhooks, webhookDefaults } from '../../kit/webhooks.ts';

/**
 * Pylon documents no signature for triggers but lets a webhook carry headers of one's own, so a token does it. (The
 * signed webhooks of getpylon.com are another company's.)
 */
export const pylonWebhooks: Webhooks = {
  ...webhookDefaults,
  title: 'Pylon triggers',
  about: 'What triggers of a Pylon support desk send.',
  docs: 'https://docs.usepylon.com/pylon-docs/developer/webhooks',
  rules: {
    verifier: { kind: 'token', header: 'authorization', prefix: 'Bearer ' },
    // The template in `setup` carries the time, which makes two events different bodies.
    deliveryId: [{ digest: ['body'], withinSeconds: 600 }],
    eventType: [{ pointers: ['/event'] }, { pointers: ['/type'] }],
    channel: [{ pointers: ['/issue/team_id'] }, { pointers: ['/issue/account_id'] }],
  },
  secret: {
    origin: 'generated',
    label: 'Webhook token',
    help: 'Made here and entered in Pylon as a header.',
  },
  setup: [
    'In Pylon open Settings → Webhooks and add a webhook with the address {url}.',
    'Add the header Authorization with the value Bearer {secret}.',
    'Use it in a trigger with this body: {"event":"issue.updated","issue":{"id":"{{issue.id}}"},"occurred_at":"{{now}}"}',
  ],
};
