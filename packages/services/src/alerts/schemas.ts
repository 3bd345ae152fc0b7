import { nameText, PageInput, StorableText } from '@patchbay/core';
import {
  alertChannelKinds,
  alertEndings,
  alertKinds,
  alertSeverities,
  notificationKinds,
  notificationStatuses,
} from '@patchbay/db';
import { z } from 'zod';

export const ListAlertsInput = PageInput.extend({
  state: z.enum(['open', 'closed', 'all']).default('open'),
  kind: z.enum(alertKinds).optional(),
  integrationId: z.uuid().optional(),
});
export const AlertRef = z.object({ alertId: z.uuid() });
/** `false` takes an acknowledgement back; reminders then go on. */
export const AcknowledgeAlertInput = AlertRef.extend({ acknowledged: z.boolean().default(true) });

export const AlertView = z.object({
  id: z.uuid(),
  kind: z.enum(alertKinds),
  severity: z.enum(alertSeverities),
  /** Why, in one word: a health reason, why a connection broke. */
  reason: z.string(),
  what: z.string(),
  why: z.string(),
  subject: z.object({
    name: z.string(),
    integrationId: z.uuid().nullable(),
    provider: z.string().nullable(),
    id: z.string().nullable(),
  }),
  /** When the state began; the alert opened once it was certain. */
  since: z.date(),
  openedAt: z.date(),
  closedAt: z.date().nullable(),
  ending: z.enum(alertEndings).nullable(),
  /** Null while maintenance keeps it quiet, or because it ended before anybody was told. */
  announcedAt: z.date().nullable(),
  acknowledged: z.object({ at: z.date(), by: z.string().nullable() }).nullable(),
  /** Messages about it, by what became of them. */
  pending: z.number().int(),
  sent: z.number().int(),
  failed: z.number().int(),
  suppressed: z.number().int(),
});
export type AlertView = z.infer<typeof AlertView>;

export const NotificationView = z.object({
  id: z.uuid(),
  channelId: z.uuid(),
  channelName: z.string(),
  channelKind: z.enum(alertChannelKinds),
  kind: z.enum(notificationKinds),
  status: z.enum(notificationStatuses),
  attempts: z.number().int(),
  /** Why the last attempt failed, in plain words. */
  error: z.string().nullable(),
  createdAt: z.date(),
  sentAt: z.date().nullable(),
});
export type NotificationView = z.infer<typeof NotificationView>;

export const AlertDetailView = AlertView.extend({ notifications: z.array(NotificationView) });
export type AlertDetailView = z.infer<typeof AlertDetailView>;

export const AlertCountView = z.object({
  open: z.number().int(),
  unacknowledged: z.number().int(),
  /** Channels whose newest message failed. */
  failingChannels: z.number().int(),
});
export type AlertCountView = z.infer<typeof AlertCountView>;

const recipients = z
  .array(z.email('must be an e-mail address').max(254))
  .min(1, 'Name at least one address.')
  .max(20, 'At most 20 addresses.');
const provider = z.string().min(1).max(64);
const chatChannel = StorableText.min(1, 'Choose a channel.').max(64);

const place = {
  /** Of a webhook: https, or http where the operator allows the address. Kept sealed. */
  url: StorableText.max(2_000).optional(),
  /** Of e-mail. */
  recipients: recipients.optional(),
  /** Of a chat: the provider whose integration it goes through, the channel's id there, and its name for people. */
  provider: provider.optional(),
  channel: chatChannel.optional(),
  channelName: StorableText.max(100).optional(),
};
const severity = z.enum(alertSeverities);

export const ListChannelsInput = z.object({});
export const CreateChannelInput = z.object({
  kind: z.enum(alertChannelKinds),
  name: nameText('Give the channel a name.'),
  /** Alerts of lesser severity stay away from it. */
  leastSeverity: severity.default('notice'),
  ...place,
});
export const ChannelRef = z.object({ channelId: z.uuid() });
export const UpdateChannelInput = ChannelRef.extend({
  name: nameText('Give the channel a name.').optional(),
  enabled: z.boolean().optional(),
  leastSeverity: severity.optional(),
  ...place,
});

export const ChannelView = z.object({
  id: z.uuid(),
  kind: z.enum(alertChannelKinds),
  name: z.string(),
  enabled: z.boolean(),
  leastSeverity: severity,
  /** Where it leads, as people may see it: a webhook's address without what could be a secret in it. */
  address: z.string(),
  recipients: z.array(z.string()),
  provider: z.string().nullable(),
  channel: z.string().nullable(),
  channelName: z.string().nullable(),
  lastSentAt: z.date().nullable(),
  lastFailedAt: z.date().nullable(),
  /** What went wrong last; null once a message went through again. */
  lastError: z.string().nullable(),
  createdAt: z.date(),
});
export type ChannelView = z.infer<typeof ChannelView>;

/** The secret that a webhook is signed with is answered here and nowhere else. */
export const ChannelWithSecretView = ChannelView.extend({ secret: z.string().nullable() });
export type ChannelWithSecretView = z.infer<typeof ChannelWithSecretView>;

export const ChannelSetView = z.object({
  channels: z.array(ChannelView),
  /** Whether the operator has set up a mail relay. */
  mail: z.object({ available: z.boolean(), from: z.string().nullable() }),
  /** The organization's own chat integrations that messages can go through. */
  chats: z.array(
    z.object({
      provider: z.string(),
      label: z.string(),
      usable: z.boolean(),
    }),
  ),
});
export type ChannelSetView = z.infer<typeof ChannelSetView>;

export const ListDestinationsInput = z.object({ provider });
export const DestinationView = z.object({ id: z.string(), name: z.string() });

const count = (least: number, most: number) =>
  z
    .number('must be a number')
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

export const ReadRulesInput = z.object({});
export const AlertRulesView = z.object({
  /** Failed checks in a row until an alert opens, and good ones until it closes. */
  openAfter: count(1, 20),
  closeAfter: count(1, 20),
  /** Hours between reminders of an open alert; 0 for none. */
  remindHours: count(0, 720),
  /** Days ahead of which an ending grant is an alert; 0 for never. */
  expiryDays: count(0, 90),
});
export type AlertRulesView = z.infer<typeof AlertRulesView>;
export const UpdateRulesInput = AlertRulesView.partial();

const timeZone = z.string().max(64).refine(isTimeZone, 'is not a known time zone').default('UTC');

export const ListWindowsInput = z.object({});
/** Once (`startsAt`, `endsAt`), or each week (`weekdays`, `startMinute`, `durationMinutes`). */
export const CreateWindowInput = z.object({
  name: nameText('Say what it is for.'),
  integrationId: z.uuid().optional(),
  startsAt: z.date().optional(),
  endsAt: z.date().optional(),
  /** 1 is Monday, 7 is Sunday. */
  weekdays: z.array(count(1, 7)).max(7).optional(),
  startMinute: count(0, 1_439).optional(),
  durationMinutes: count(5, 10_080).optional(),
  timeZone,
});
export const WindowRef = z.object({ windowId: z.uuid() });

export const WindowView = z.object({
  id: z.uuid(),
  name: z.string(),
  integrationId: z.uuid().nullable(),
  integrationName: z.string().nullable(),
  startsAt: z.date().nullable(),
  endsAt: z.date().nullable(),
  weekdays: z.array(z.number().int()),
  startMinute: z.number().int().nullable(),
  durationMinutes: z.number().int().nullable(),
  timeZone: z.string(),
  state: z.enum(['open', 'ahead', 'over']),
});
export type WindowView = z.infer<typeof WindowView>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
