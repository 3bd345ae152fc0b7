import { defineVerb } from '../kernel/index.ts';
import { callIntegration } from './call.ts';
import { type CallResult, MakeCallInput } from './schemas.ts';

/** Calls a provider's API; every status of the provider is an answer. Errors: IntegrationError. */
export const makeCall = defineVerb({
  name: 'calls.call',
  permission: 'calls:make',
  input: MakeCallInput,
  run: (ctx, input): Promise<CallResult> =>
    callIntegration(ctx.runtime, { ...input, principal: ctx.principal, signal: ctx.signal }),
});
