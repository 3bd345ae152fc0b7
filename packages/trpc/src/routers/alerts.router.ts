import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import {
  AcknowledgeAlertInput,
  AlertCountView,
  AlertDetailView,
  AlertRef,
  AlertRulesView,
  AlertView,
  ChannelRef,
  ChannelSetView,
  ChannelView,
  ChannelWithSecretView,
  CreateChannelInput,
  CreateWindowInput,
  DestinationView,
  ListAlertsInput,
  ListDestinationsInput,
  NotificationView,
  UpdateChannelInput,
  UpdateRulesInput,
  WindowRef,
  WindowView,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest, restCreate } from '../rest/meta.ts';

const Removed = z.object({ id: z.uuid() });

/** States that somebody has to know of, and how they are told. Needs `settings:read`, changes `settings:edit`. */
export const alertsRouter = router({
  /** The newest first, in pages; the open ones unless told. */
  list: member
    .meta(rest('GET', '/alerts', 'List the alerts'))
    .input(ListAlertsInput.prefault({}))
    .output(pageOf(AlertView))
    .query(({ ctx, input }) => services.alerts.list(ctx.inside, input)),

  /** How many are open, and how many channels fail. */
  count: member
    .meta(rest('GET', '/alerts/count', 'Count the open alerts'))
    .output(AlertCountView)
    .query(({ ctx }) => services.alerts.count(ctx.inside, {})),

  /** One with its messages. */
  get: member
    .meta(rest('GET', '/alerts/{alertId}', 'Read one alert with its messages'))
    .input(AlertRef)
    .output(AlertDetailView)
    .query(({ ctx, input }) => services.alerts.get(ctx.inside, input)),

  /** Ends the reminders of an open alert, or takes that back. `conflict` when it is over. */
  acknowledge: member
    .meta(rest('POST', '/alerts/{alertId}/acknowledge', 'Take an alert on'))
    .input(AcknowledgeAlertInput)
    .output(AlertView)
    .mutation(({ ctx, input }) => services.alerts.acknowledge(ctx.inside, input)),

  /** Where alerts are told. No answer carries an address that could be a secret. */
  channels: member
    .meta(rest('GET', '/alert-channels', 'List the alert channels'))
    .output(ChannelSetView)
    .query(({ ctx }) => services.alerts.channels(ctx.inside, {})),

  /** Makes one; the signing secret of a webhook is answered here and never again. */
  createChannel: member
    .meta(restCreate('/alert-channels', 'Make an alert channel'))
    .input(CreateChannelInput)
    .output(ChannelWithSecretView)
    .mutation(({ ctx, input }) => services.alerts.createChannel(ctx.inside, input)),

  /** Changes the given parts. */
  updateChannel: member
    .meta(rest('PATCH', '/alert-channels/{channelId}', 'Change an alert channel'))
    .input(UpdateChannelInput)
    .output(ChannelView)
    .mutation(({ ctx, input }) => services.alerts.updateChannel(ctx.inside, input)),

  /** Removes one with the record of its messages. */
  removeChannel: member
    .meta(rest('DELETE', '/alert-channels/{channelId}', 'Remove an alert channel'))
    .input(ChannelRef)
    .output(Removed)
    .mutation(({ ctx, input }) => services.alerts.removeChannel(ctx.inside, input)),

  /** A new signing secret for a webhook, answered once; it counts at once. */
  rotateChannelSecret: member
    .meta(rest('POST', '/alert-channels/{channelId}/secret', 'Replace the signing secret'))
    .input(ChannelRef)
    .output(ChannelWithSecretView)
    .mutation(({ ctx, input }) => services.alerts.rotateChannelSecret(ctx.inside, input)),

  /** Queues a test message; the channel shows what became of it. */
  testChannel: member
    .meta(rest('POST', '/alert-channels/{channelId}/test', 'Send a test message'))
    .input(ChannelRef)
    .output(NotificationView)
    .mutation(({ ctx, input }) => services.alerts.testChannel(ctx.inside, input)),

  /** The channels of the organization's own chat integration. */
  destinations: member
    .meta(rest('GET', '/alert-destinations', 'List the channels of a chat integration'))
    .input(ListDestinationsInput)
    .output(z.array(DestinationView))
    .query(({ ctx, input }) => services.alerts.destinations(ctx.inside, input)),

  /** When alerts open, close and are repeated. */
  rules: member
    .meta(rest('GET', '/alert-rules', 'Read the alert rules'))
    .output(AlertRulesView)
    .query(({ ctx }) => services.alerts.rules(ctx.inside, {})),

  updateRules: member
    .meta(rest('PATCH', '/alert-rules', 'Change the alert rules'))
    .input(UpdateRulesInput)
    .output(AlertRulesView)
    .mutation(({ ctx, input }) => services.alerts.updateRules(ctx.inside, input)),

  /** When alerts are kept quiet. */
  windows: member
    .meta(rest('GET', '/maintenance-windows', 'List the maintenance windows'))
    .output(z.array(WindowView))
    .query(({ ctx }) => services.alerts.windows(ctx.inside, {})),

  /** Once (`startsAt`, `endsAt`) or each week (`weekdays`, `startMinute`, `durationMinutes`). */
  createWindow: member
    .meta(restCreate('/maintenance-windows', 'Plan a maintenance window'))
    .input(CreateWindowInput)
    .output(WindowView)
    .mutation(({ ctx, input }) => services.alerts.createWindow(ctx.inside, input)),

  /** Ends or cancels one; what it held back is told. */
  removeWindow: member
    .meta(rest('DELETE', '/maintenance-windows/{windowId}', 'End a maintenance window'))
    .input(WindowRef)
    .output(Removed)
    .mutation(({ ctx, input }) => services.alerts.removeWindow(ctx.inside, input)),
});
