import { defineEntity, p } from '@mikro-orm/core';
import { identity, person, tenant, timestamps } from './columns.ts';
import { IntegrationConfig } from './integration-config.entity.ts';

/** What kind of state an alert speaks of. */
export const alertKinds = [
  'health',
  'connection',
  'expiry',
  'subscription',
  'dead_letters',
  'drift',
] as const;
export type AlertKind = (typeof alertKinds)[number];

export const alertSeverities = ['critical', 'warning', 'notice'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

/** How an alert ended: the state is over, nobody wants to hear of it any more, or another reason took its place. */
export const alertEndings = ['recovered', 'gone', 'replaced'] as const;
export type AlertEnding = (typeof alertEndings)[number];

export const alertChannelKinds = ['webhook', 'email', 'chat'] as const;
export type AlertChannelKind = (typeof alertChannelKinds)[number];

const integration = () =>
  p
    .manyToOne(IntegrationConfig)
    .mapToPk()
    .fieldName('integration_id')
    .nullable()
    .deleteRule('cascade')
    .index(false);

/** A state that somebody has to know of. `cause` names the state; while it lasts there is one row for it. */
const AlertSchema = defineEntity({
  name: 'Alert',
  tableName: 'alerts',
  uniques: [
    {
      name: 'alerts_open_cause_unique',
      properties: ['organizationId', 'cause'],
      where: 'closed_at is null',
    },
  ],
  indexes: [
    { properties: ['organizationId', 'openedAt'] },
    { name: 'alerts_integration_id_index', properties: ['integration'] },
  ],
  properties: {
    ...identity,
    ...tenant,
    cause: p.text(),
    kind: p.enum(alertKinds),
    severity: p.enum(alertSeverities),
    integration: integration(),
    /** The thing itself where it is no integration: a subscription, a source. */
    subjectId: p.text().nullable(),
    subjectName: p.text(),
    reason: p.text(),
    what: p.text(),
    why: p.text(),
    /** When the state began, which is before the alert. */
    since: p.datetime(),
    openedAt: p.datetime(),
    /** First told to the channels; null while maintenance keeps it quiet. */
    announcedAt: p.datetime().nullable(),
    remindedAt: p.datetime().nullable(),
    acknowledgedAt: p.datetime().nullable(),
    acknowledgedBy: person('acknowledged_by'),
    closedAt: p.datetime().nullable(),
    ending: p.enum(alertEndings).nullable(),
  },
});
export class Alert extends AlertSchema.class {}
AlertSchema.setClass(Alert);

/** Where a channel leads. Addresses of webhooks are secrets of their own and stand sealed beside. */
export type AlertTarget = {
  /** What people are shown of a webhook's address. */
  shown?: string;
  recipients?: string[];
  /** The provider whose integration it goes through, and the channel's id and name there. */
  provider?: string;
  channel?: string;
  channelName?: string;
};

const AlertChannelSchema = defineEntity({
  name: 'AlertChannel',
  tableName: 'alert_channels',
  indexes: [{ properties: ['organizationId', 'createdAt'] }],
  properties: {
    ...identity,
    ...tenant,
    kind: p.enum(alertChannelKinds),
    name: p.text(),
    enabled: p.boolean().default(true),
    /** Alerts of lesser severity stay away from it. */
    leastSeverity: p.enum(alertSeverities),
    target: p.json<AlertTarget>(),
    sealedUrl: p.text().nullable(),
    sealedSecret: p.text().nullable(),
    lastSentAt: p.datetime().nullable(),
    lastFailedAt: p.datetime().nullable(),
    lastError: p.text().nullable(),
    createdBy: person('created_by'),
    ...timestamps,
  },
});
export class AlertChannel extends AlertChannelSchema.class {}
AlertChannelSchema.setClass(AlertChannel);

export const notificationKinds = ['opened', 'reminder', 'closed', 'test'] as const;
export type NotificationKind = (typeof notificationKinds)[number];
export const notificationStatuses = ['pending', 'sent', 'failed', 'suppressed'] as const;
export type NotificationStatus = (typeof notificationStatuses)[number];

/** One message through one channel. Its id is what receivers recognize a repetition by. */
const AlertNotificationSchema = defineEntity({
  name: 'AlertNotification',
  tableName: 'alert_notifications',
  uniques: [
    {
      name: 'alert_notifications_once_unique',
      properties: ['alert', 'channel', 'kind', 'turn'],
    },
  ],
  indexes: [
    { properties: ['channel', 'createdAt'] },
    { properties: ['organizationId', 'createdAt'] },
  ],
  properties: {
    ...identity,
    ...tenant,
    alert: p
      .manyToOne(Alert)
      .mapToPk()
      .fieldName('alert_id')
      .nullable()
      .deleteRule('cascade')
      .index(false),
    channel: p
      .manyToOne(AlertChannel)
      .mapToPk()
      .fieldName('channel_id')
      .deleteRule('cascade')
      .index(false),
    kind: p.enum(notificationKinds),
    /** Tells reminders apart, and what maintenance held back from what followed it. */
    turn: p.integer().default(0),
    status: p.enum(notificationStatuses),
    attempts: p.integer().default(0),
    error: p.text().nullable(),
    createdAt: p.datetime(),
    sentAt: p.datetime().nullable(),
  },
});
export class AlertNotification extends AlertNotificationSchema.class {}
AlertNotificationSchema.setClass(AlertNotification);

/** An organization's own rules; without a row the usual ones hold. */
const AlertRulesSchema = defineEntity({
  name: 'AlertRules',
  tableName: 'alert_rules',
  properties: {
    organizationId: tenant.organizationId.primary(),
    openAfter: p.integer().default(3),
    closeAfter: p.integer().default(2),
    /** 0 for none. */
    remindHours: p.integer().default(24),
    expiryDays: p.integer().default(7),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});
export class AlertRules extends AlertRulesSchema.class {}
AlertRulesSchema.setClass(AlertRules);

/** A time in which alerts are kept quiet: once, or every week on some days. */
const MaintenanceWindowSchema = defineEntity({
  name: 'MaintenanceWindow',
  tableName: 'maintenance_windows',
  indexes: [{ properties: ['organizationId', 'createdAt'] }],
  properties: {
    ...identity,
    ...tenant,
    /** Null for the whole organization. */
    integration: integration(),
    name: p.text(),
    startsAt: p.datetime().nullable(),
    endsAt: p.datetime().nullable(),
    /** 1 is Monday, 7 is Sunday; empty for one that happens once. */
    weekdays: p.array<number>((text) => Number(text)).columnType('int[]'),
    /** Minutes after midnight in `timeZone`, and how long it lasts. */
    startMinute: p.integer().nullable(),
    durationMinutes: p.integer().nullable(),
    timeZone: p.text(),
    createdBy: person('created_by'),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class MaintenanceWindow extends MaintenanceWindowSchema.class {}
MaintenanceWindowSchema.setClass(MaintenanceWindow);
