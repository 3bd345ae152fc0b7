import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import {
  GetReplayInput,
  ListReplaysInput,
  PreviewReplayInput,
  ReplayEventInput,
  ReplayedView,
  ReplayPreviewView,
  ReplayView,
  StartReplayInput,
} from '@patchbay/services/schemas';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

/** Events once more, under their ids and with the header `patchbay-replay: true`. */
export const replaysRouter = router({
  /** Sends one event again. `not_found` for one that was not handed on. Needs `webhooks:edit`. */
  event: member
    .meta(rest('POST', '/webhooks/events/{eventId}/replay', 'Send an event again'))
    .input(ReplayEventInput)
    .output(ReplayedView)
    .mutation(({ ctx, input }) => services.replays.event(ctx.inside, input)),

  /** Counts what a replay of the same range would take. Needs `webhooks:read`. */
  preview: member
    .meta(rest('GET', '/webhooks/replays/preview', 'Count the events of a range'))
    .input(PreviewReplayInput)
    .output(ReplayPreviewView)
    .query(({ ctx, input }) => services.replays.preview(ctx.inside, input)),

  /** Starts to send a range again, so many events a second. Needs `webhooks:edit`. */
  start: member
    .meta(rest('POST', '/webhooks/replays', 'Send a range of events again'))
    .input(StartReplayInput)
    .output(ReplayView)
    .mutation(({ ctx, input }) => services.replays.start(ctx.inside, input)),

  /** Newest first, in pages. Needs `webhooks:read`. */
  list: member
    .meta(rest('GET', '/webhooks/replays', 'List replays'))
    .input(ListReplaysInput.prefault({}))
    .output(pageOf(ReplayView))
    .query(({ ctx, input }) => services.replays.list(ctx.inside, input)),

  /** One with its progress. Needs `webhooks:read`. */
  get: member
    .meta(rest('GET', '/webhooks/replays/{replayId}', 'Read a replay'))
    .input(GetReplayInput)
    .output(ReplayView)
    .query(({ ctx, input }) => services.replays.get(ctx.inside, input)),

  /** Takes no further events. Needs `webhooks:edit`. */
  cancel: member
    .meta(rest('POST', '/webhooks/replays/{replayId}/cancel', 'Cancel a replay'))
    .input(GetReplayInput)
    .output(ReplayView)
    .mutation(({ ctx, input }) => services.replays.cancel(ctx.inside, input)),
});
