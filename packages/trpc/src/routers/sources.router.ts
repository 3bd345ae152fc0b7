import { services } from '@patchbay/services';
import {
  CreateSourceInput,
  ListSourcesInput,
  RotateSourceSecretInput,
  SenderView,
  SourceDetailView,
  SourceRef,
  SourceView,
  SourceWithSecretView,
  TryVerifierInput,
  TryVerifierView,
  UpdateSourceInput,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest, restCreate } from '../rest/meta.ts';

export const sourcesRouter = router({
  /** Who can send webhooks, with what a person does there. Needs `webhooks:read`. */
  senders: member
    .meta(rest('GET', '/webhooks/senders', 'List who can send webhooks'))
    .output(z.array(SenderView))
    .query(({ ctx }) => services.sources.senders(ctx.inside, {})),

  /** The addresses that webhooks arrive at, with their counts. Needs `webhooks:read`. */
  list: member
    .meta(rest('GET', '/webhooks/sources', 'List the webhook sources'))
    .input(ListSourcesInput.prefault({}))
    .output(z.array(SourceView))
    .query(({ ctx, input }) => services.sources.list(ctx.inside, input)),

  /** One source with its set-up steps. Needs `webhooks:read`. */
  get: member
    .meta(rest('GET', '/webhooks/sources/{id}', 'Read a webhook source'))
    .input(SourceRef)
    .output(SourceDetailView)
    .query(({ ctx, input }) => services.sources.get(ctx.inside, input)),

  /** Makes a source; a secret that is made here is answered once. Needs `webhooks:edit`. */
  create: member
    .meta(restCreate('/webhooks/sources', 'Create a webhook source'))
    .input(CreateSourceInput)
    .output(SourceWithSecretView)
    .mutation(({ ctx, input }) => services.sources.create(ctx.inside, input)),

  /** Changes the given parts. Needs `webhooks:edit`. */
  update: member
    .meta(rest('PATCH', '/webhooks/sources/{id}', 'Change a webhook source'))
    .input(UpdateSourceInput)
    .output(SourceView)
    .mutation(({ ctx, input }) => services.sources.update(ctx.inside, input)),

  /** Replaces the secret; the earlier one counts for a while. Needs `webhooks:edit`. */
  rotateSecret: member
    .meta(rest('POST', '/webhooks/sources/{id}/secret', 'Rotate the secret of a webhook source'))
    .input(RotateSourceSecretInput)
    .output(SourceWithSecretView)
    .mutation(({ ctx, input }) => services.sources.rotateSecret(ctx.inside, input)),

  /** Ends a source; its events stay as long as events are kept. Needs `webhooks:edit`. */
  remove: member
    .meta(rest('DELETE', '/webhooks/sources/{id}', 'Remove a webhook source'))
    .input(SourceRef)
    .output(SourceRef)
    .mutation(({ ctx, input }) => services.sources.remove(ctx.inside, input)),

  /** Shows step by step what a verifier makes of a request; stores nothing. Needs `webhooks:edit`. */
  tryVerifier: member
    .meta(rest('POST', '/webhooks/try', 'Try a webhook verifier'))
    .input(TryVerifierInput)
    .output(TryVerifierView)
    .mutation(({ ctx, input }) => services.sources.tryVerifier(ctx.inside, input)),
});
