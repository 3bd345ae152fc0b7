import type { AlertChannel, AlertNotification } from '@patchbay/db';
import type { NotificationView } from './schemas.ts';

export const viewNotification = (
  notification: AlertNotification,
  { id, name, kind }: Pick<AlertChannel, 'id' | 'name' | 'kind'>,
): NotificationView => ({
  id: notification.id,
  channelId: id,
  channelName: name,
  channelKind: kind,
  kind: notification.kind,
  status: notification.status,
  attempts: notification.attempts ?? 0,
  error: notification.error ?? null,
  createdAt: notification.createdAt,
  sentAt: notification.sentAt ?? null,
});
