import { isPatchbayError, PatchbayError } from '@patchbay/core';
import {
  findOperation,
  isDeadCredential,
  OutboundError,
  openErased,
  requireProvider,
  runNamed,
} from '@patchbay/providers';
import { newCorrelationId } from '../calls/call.ts';
import { callsOf } from '../calls/calls.ts';
import { observedHttp } from '../calls/observed-http.ts';
import { toIntegrationError } from '../calls/refusals.ts';
import type { CallTarget } from '../calls/target.ts';
import { defineVerb, type Permitted } from '../kernel/index.ts';
import { followExchanges } from './exchanges.ts';
import { type OperationResult, RunOperationInput } from './schemas.ts';

type Run = { ctx: Permitted; name: string; input: unknown; correlationId: string };

/**
 * Runs one of the provider's declared operations as the organization's integration; input and output follow the
 * declaration. Errors: `not_found` for an unknown operation, `invalid_input` naming fields as `input.<path>`,
 * IntegrationError for everything else.
 */
export const runOperation = defineVerb({
  name: 'operations.run',
  permission: 'calls:make',
  input: RunOperationInput,
  async run(ctx, { provider: key, operation: name, input, ...rest }): Promise<OperationResult> {
    if (!findOperation(requireProvider(key), name))
      throw new PatchbayError('not_found', 'This provider has no such operation.');
    const run: Run = {
      ctx,
      name,
      input,
      correlationId: rest.correlationId ?? newCorrelationId(),
    };
    const calls = callsOf(ctx.runtime);
    const target = await calls.target(ctx.principal.organizationId, key);
    try {
      return await runWith(run, target);
    } catch (error) {
      // Refused before it was done, so that another try does nothing twice.
      const renewed = isDeadCredential(error) && (await calls.renew(target).catch(() => null));
      if (!renewed) throw translated(error);
      return runWith(run, renewed).catch((again: unknown) => {
        throw translated(again);
      });
    }
  },
});

async function runWith(run: Run, target: CallTarget): Promise<OperationResult> {
  const { ctx, name, input, correlationId } = run;
  const { provider, live } = target;
  const { runtime, principal, signal } = ctx;
  const exchanges = followExchanges();
  const { ended } = exchanges;
  const opened = openErased(provider, live.settings, {
    http: observedHttp({ runtime, target, principal, correlationId, signal, ended }),
    credential: live.token,
    ...(live.connectionType && { connectionType: live.connectionType }),
  });
  if (!opened) throw new PatchbayError('not_found', 'This provider has no operations.');
  const output = await runNamed(provider, name, opened, input);
  return { output, correlationId, ...exchanges.sum() };
}

/** Refusals of the input stay what they are; everything else is trouble with the provider. */
const translated = (error: unknown): unknown =>
  isPatchbayError(error) && !(error instanceof OutboundError) ? error : toIntegrationError(error);
