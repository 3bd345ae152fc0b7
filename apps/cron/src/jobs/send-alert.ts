import type { JobHandler } from '@patchbay/jobs';
import { type Runtime, sendNotification } from '@patchbay/services';

type Parts = { runtime: Runtime };

export const sendAlertHandler =
  ({ runtime }: Parts): JobHandler<{ notificationId: string }> =>
  ({ input: { notificationId }, attempt, signal }) =>
    sendNotification(runtime, { notificationId, attempt, signal });
