import { type Webhooks, webhookDefaults } from '../../kit/webhooks.ts';

/** Signatures of version v0 (docs.slack.dev, "Verifying requests from Slack"). Slack tries three times more. */
export const slackWebhooks: Webhooks = {
  ...webhookDefaults,
  title: 'Slack events',
  about: 'Events, commands and interactions of a Slack app.',
  docs: 'https://docs.slack.dev/apis/events-api/',
  rules: {
    verifier: {
      kind: 'hmac',
      hash: 'sha256',
      signature: { header: 'x-slack-signature', prefix: 'v0=', encoding: 'hex' },
      signed: [{ text: 'v0:' }, 'timestamp', { text: ':' }, 'body'],
      timestamp: {
        header: 'x-slack-request-timestamp',
        prefix: '',
        unit: 'seconds',
        pastSeconds: 300,
        // Slack's own library takes any future time; a clock that far ahead is not Slack's.
        futureSeconds: 300,
      },
      key: { encoding: 'utf8', prefix: '' },
    },
    // A command or an interaction has no event id and is sent once.
    deliveryId: [{ pointers: ['/event_id'] }, { digest: ['body', 'timestamp'] }],
    eventType: [
      { pointers: ['/event/type'] },
      { pointers: ['/payload/type'] },
      { pointers: ['/command'] },
      { pointers: ['/type'] },
    ],
    channel: [
      { pointers: ['/event/channel'] },
      { pointers: ['/event/item/channel'] },
      { pointers: ['/event/channel/id'] },
      { pointers: ['/payload/channel/id'] },
      { pointers: ['/channel_id'] },
    ],
  },
  secret: {
    origin: 'entered',
    label: 'Signing secret',
    help: 'Basic Information → App Credentials.',
    field: 'signingSecret',
  },
  handshake: 'url_verification',
  // An installation for a whole enterprise is known by the enterprise's id; an interaction is nested in `payload`.
  app: {
    secretVariable: 'SLACK_SIGNING_SECRET',
    accounts: [
      '/team_id',
      '/enterprise_id',
      '/authorizations/*/team_id',
      '/authorizations/*/enterprise_id',
      '/payload/team/id',
      '/payload/enterprise/id',
    ],
  },
  ending: ['app_uninstalled', 'tokens_revoked'],
  refusalHeaders: { 'x-slack-no-retry': '1' },
  deadlineMs: 3_000,
  setup: [
    'At api.slack.com/apps open your app → Event Subscriptions and switch events on.',
    'Enter {url} as the request URL; Slack checks it at once.',
    'Subscribe to the bot events you need and save.',
  ],
};
