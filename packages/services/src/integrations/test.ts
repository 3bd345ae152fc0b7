import { PatchbayError, type StageReport } from '@patchbay/core';
import { openForTest, recordManualCheck, runCheck } from '../health/index.ts';
import { defineVerb, type Permitted, publish } from '../kernel/index.ts';
import { type Found, requireIntegration } from './find.ts';
import { TestIntegrationInput, type TestView } from './schemas.ts';
import { viewIntegration } from './view.ts';

/**
 * Checks the integration now, in stages that are published as they finish, and stores the result. A failing check
 * is an answer, not an error. Latencies in milliseconds. Errors: `not_found`, `conflict` when it is not configured
 * or its provider cannot be checked.
 */
export const testIntegration = defineVerb({
  name: 'integrations.test',
  permission: 'settings:edit',
  input: TestIntegrationInput,
  async run(ctx, input): Promise<TestView> {
    const { runtime, principal } = ctx;
    const found = await requireIntegration(runtime.orm.em.fork(), principal.organizationId, input);
    refuseUntestable(found);
    const ready = await openForTest(runtime, found.row);
    // The network has its own time: nothing is locked and no transaction is open while it runs.
    const stages = announcer(ctx, found.row.id, input.testId ?? ctx.requestId);
    const report = await runCheck(runtime, ready, { onStage: stages.announce });
    await stages.finished();
    const check = await recordManualCheck(ctx, ready, report);
    const em = runtime.orm.em.fork();
    const after = await requireIntegration(em, principal.organizationId, { id: found.row.id });
    return { check, integration: await viewIntegration(em, runtime, after) };
  },
});

function refuseUntestable({ row, provider }: Found): void {
  if (row.status === 'not_configured') {
    throw new PatchbayError('conflict', 'Configure this integration before testing it.');
  }
  if (!provider.health) {
    throw new PatchbayError('conflict', 'This provider cannot be tested yet.');
  }
}

/** Sends stages one after another. They are for watching only: a lost one must not fail the test. */
function announcer(ctx: Permitted, id: string, testId: string) {
  const { organizationId } = ctx.principal;
  const em = ctx.runtime.orm.em.fork();
  let sending = Promise.resolve();
  return {
    announce: (stage: StageReport) => {
      const subject = { type: 'integration' as const, id };
      const event = { organizationId, type: 'test_stage' as const, subject, testId, stage };
      sending = sending.then(() => publish(em, event)).catch(() => undefined);
    },
    finished: () => sending,
  };
}
