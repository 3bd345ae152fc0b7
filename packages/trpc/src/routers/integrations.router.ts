import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import {
  AuditView,
  ConfigureIntegrationInput,
  HealthHistoryView,
  IntegrationAuditInput,
  IntegrationDetailView,
  IntegrationHealthInput,
  IntegrationRef,
  IntegrationView,
  ListIntegrationsInput,
  TestIntegrationInput,
  TestView,
  UpdateIntegrationInput,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

/**
 * The organization's integrations, one per provider, named by `id` or by `provider`. Reading needs `settings:read`,
 * changing `settings:edit` (else `forbidden`); one of another organization is `not_found`. No answer carries a secret.
 */
export const integrationsRouter = router({
  /** All of them ordered by provider, narrowed by category, status or a search in name and label. */
  list: member
    .meta(rest('GET', '/integrations', 'List the integrations with status and health'))
    .input(ListIntegrationsInput.prefault({}))
    .output(z.array(IntegrationView))
    .query(({ ctx, input }) => services.integrations.list(ctx.inside, input)),

  /** One with its form, its settings (a secret answers only `{ saved }`) and the revision to send with a change. */
  get: member
    .meta(rest('GET', '/integrations/{provider}', 'Read one integration'))
    .input(IntegrationRef)
    .output(IntegrationDetailView)
    .query(({ ctx, input }) => services.integrations.get(ctx.inside, input)),

  /** Changes only what is given. `invalid_input` names bad fields; `conflict` when the revision moved on. */
  update: member
    .meta(rest('PATCH', '/integrations/{provider}', 'Change only the given parts'))
    .input(UpdateIntegrationInput)
    .output(IntegrationDetailView)
    .mutation(({ ctx, input }) => services.integrations.update(ctx.inside, input)),

  /** Turns it on or off, whichever it is not, in one statement. */
  toggle: member
    .meta(rest('POST', '/integrations/{provider}/toggle', 'Turn it on or off'))
    .input(IntegrationRef)
    .output(IntegrationView)
    .mutation(({ ctx, input }) => services.integrations.toggle(ctx.inside, input)),

  /** Validates and stores settings for the first time. `invalid_input` names every bad field as `settings.<key>`. */
  configure: member
    .meta(rest('POST', '/integrations/{provider}/configure', 'Store its settings'))
    .input(ConfigureIntegrationInput)
    .output(IntegrationDetailView)
    .mutation(({ ctx, input }) => services.integrations.configure(ctx.inside, input)),

  /** Replaces its settings; a secret that is not given stays. Errors as for configure. */
  reconfigure: member
    .meta(rest('POST', '/integrations/{provider}/reconfigure', 'Replace its settings'))
    .input(ConfigureIntegrationInput)
    .output(IntegrationDetailView)
    .mutation(({ ctx, input }) => services.integrations.reconfigure(ctx.inside, input)),

  /**
   * Checks it now, in stages, and stores the result; a failed check is an answer, not an error. Latencies in
   * milliseconds. Each finished stage is also a live event that carries `testId`.
   */
  test: member
    .meta(rest('POST', '/integrations/{provider}/test', 'Check it now'))
    .input(TestIntegrationInput)
    .output(TestView)
    .mutation(({ ctx, input }) => services.integrations.test(ctx.inside, input)),

  /** Forgets settings and credentials; the integration itself stays, as not configured. */
  remove: member
    .meta(rest('DELETE', '/integrations/{provider}', 'Forget its settings and credentials'))
    .input(IntegrationRef)
    .output(IntegrationDetailView)
    .mutation(({ ctx, input }) => services.integrations.remove(ctx.inside, input)),

  /** Who did what to it, newest first, in pages. Needs `audit:read`. */
  audit: member
    .meta(rest('GET', '/integrations/{provider}/audit', 'Read its audit log'))
    .input(IntegrationAuditInput)
    .output(pageOf(AuditView))
    .query(({ ctx, input }) => services.integrations.audit(ctx.inside, input)),

  /** The checks of the last `hours`, with uptime as a share (0–1) and latencies in milliseconds. */
  health: member
    .meta(rest('GET', '/integrations/{provider}/health', 'Read its health history'))
    .input(IntegrationHealthInput)
    .output(HealthHistoryView)
    .query(({ ctx, input }) => services.integrations.health(ctx.inside, input)),
});
