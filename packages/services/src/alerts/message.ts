import type { Alert, NotificationKind } from '@patchbay/db';

/** What a channel is told, before it takes the channel's own shape. */
export type AlertMessage = {
  /** The notification's: the same at every attempt. */
  id: string;
  kind: NotificationKind;
  organization: string;
  title: string;
  lines: string[];
  link: string;
  at: Date;
  alert: Pick<Alert, 'id' | 'kind' | 'severity' | 'reason' | 'what' | 'why'> | null;
  subject: { integrationId: string | null; name: string } | null;
};

type Facts = {
  id: string;
  kind: NotificationKind;
  at: Date;
  organization: { name: string; slug: string };
  publicUrl: string;
  alert: Alert | null;
};

const openings: Record<Exclude<NotificationKind, 'test'>, string> = {
  opened: 'Alert',
  reminder: 'Still open',
  closed: 'Resolved',
};

export function composeMessage({
  id,
  kind,
  at,
  organization,
  publicUrl,
  alert,
}: Facts): AlertMessage {
  const page = `${publicUrl}/o/${organization.slug}/alerts`;
  const shared = { id, kind, at, organization: organization.name };
  if (!alert || kind === 'test')
    return {
      ...shared,
      title: 'Test: alerts arrive here',
      lines: ['Somebody asked for this test. Nothing is wrong.'],
      link: `${page}/channels`,
      alert: null,
      subject: null,
    };
  const { kind: alertKind, severity, reason, what, why } = alert;
  return {
    ...shared,
    title: `${openings[kind]}: ${alert.subjectName}. ${what}`,
    lines: linesOf(kind, alert),
    link: `${page}/${alert.id}`,
    alert: { id: alert.id, kind: alertKind, severity, reason, what, why },
    subject: { integrationId: alert.integration ?? null, name: alert.subjectName },
  };
}

function linesOf(kind: NotificationKind, alert: Alert): string[] {
  const since = `Since ${minuteOf(alert.since)}.`;
  if (kind !== 'closed') return [alert.why, since];
  const end = alert.ending === 'gone' ? 'Nobody watches it any more' : 'It works again';
  return [alert.closedAt ? `${end}, as of ${minuteOf(alert.closedAt)}.` : `${end}.`, since];
}

const minuteOf = (moment: Date): string =>
  `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
