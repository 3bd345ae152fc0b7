import { discordIds } from '../discord/data.ts';
import { slackChannels, slackIds, slackTeam, slackUsers } from '../slack/data.ts';

export const webhookVendors = ['slack', 'pylon', 'discord', 'notion', 'syncro'] as const;
export type WebhookVendor = (typeof webhookVendors)[number];

export type EventFacts = {
  /** The account at the vendor. */
  account: number;
  /** Counts up: makes ids unique and the events differ. */
  serial: number;
  /** Unix milliseconds. */
  now: number;
  /** Of `events`, by the vendor's own name for it; the vendor's usual one unless told. */
  type?: string | undefined;
};

/** A UUID that follows from a number. */
const uuid = (number: number): string =>
  `5a4db000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
const iso = (now: number): string => new Date(now).toISOString();

/** Bodies as the vendors send them, by vendor. */
export const bodies: Record<WebhookVendor, (facts: EventFacts) => object> = {
  slack({ account, serial, now, type = 'message' }) {
    const channel = slackChannels(account)[serial % 3];
    const user = slackUsers(account)[serial % 5];
    const seconds = Math.floor(now / 1_000);
    return {
      token: 'sandbox-verification',
      team_id: slackTeam(account).id,
      api_app_id: slackIds.app(1),
      event: {
        type,
        channel: channel?.id,
        user: user?.id,
        text: `Event ${serial} of the sandbox`,
        ts: `${seconds}.${String(serial).padStart(6, '0')}`,
        event_ts: `${seconds}.${String(serial).padStart(6, '0')}`,
      },
      type: 'event_callback',
      event_id: `Ev${(36 ** 8 + account * 1_000_000 + serial).toString(36).toUpperCase()}`,
      event_time: seconds,
      authorizations: [
        {
          enterprise_id: null,
          team_id: slackTeam(account).id,
          user_id: slackIds.botUser(account),
          is_bot: true,
        },
      ],
    };
  },
  pylon: ({ account, serial, now, type = 'issue.updated' }) => ({
    event: type,
    issue: { id: uuid(serial), title: `Issue ${serial}`, account_id: uuid(account), team_id: null },
    occurred_at: iso(now),
  }),
  discord: ({ account, now, type = 'APPLICATION_AUTHORIZED' }) => ({
    version: 1,
    application_id: discordIds.application(account),
    type: 1,
    event: {
      type,
      timestamp: iso(now),
      data: { integration_type: 0, scopes: ['applications.commands'] },
    },
  }),
  notion: ({ account, serial, now, type = 'page.content_updated' }) => ({
    id: uuid(serial),
    timestamp: iso(now),
    workspace_id: uuid(account),
    subscription_id: uuid(900),
    integration_id: uuid(901),
    type,
    authors: [{ id: uuid(902), type: 'person' }],
    attempt_number: 1,
    entity: { id: uuid(1_000 + serial), type: 'page' },
    data: { parent: { id: uuid(903), type: 'space' } },
  }),
  syncro: ({ serial, now, type = 'ticket_updated' }) => ({
    text: `Ticket ${serial} was updated`,
    html: `<p>Ticket ${serial} was updated</p>`,
    link: `https://demo.syncromsp.com/tickets/${serial}`,
    attributes: {
      id: serial,
      type,
      number: 1_000 + serial,
      subject: `Ticket ${serial}`,
      status: 'In Progress',
      updated_at: iso(now),
    },
  }),
};

/** What a vendor sends to an address before it sends events; null where it sends nothing. */
export const greetings: Record<WebhookVendor, ((secret: string) => object) | null> = {
  slack: () => ({
    token: 'sandbox',
    challenge: 'the-challenge-of-the-sandbox',
    type: 'url_verification',
  }),
  pylon: null,
  discord: () => ({ version: 1, application_id: discordIds.application(1), type: 0 }),
  notion: (secret) => ({ verification_token: secret }),
  syncro: null,
};
