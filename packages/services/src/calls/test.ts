import { defineVerb } from '../kernel/index.ts';
import { callIntegration, newCorrelationId } from './call.ts';
import { toIntegrationError } from './refusals.ts';
import { type CallResult, type CallTestResult, MakeCallInput } from './schemas.ts';

/** A test call (seed 004): whatever goes wrong, at the provider or on the way, is the answer. */
export const testCall = defineVerb({
  name: 'calls.test',
  permission: 'calls:make',
  input: MakeCallInput,
  async run(ctx, input): Promise<CallTestResult> {
    const correlationId = input.correlationId ?? newCorrelationId();
    const { principal, signal } = ctx;
    const call = { ...input, correlationId, principal, signal };
    try {
      return toTestResult(await callIntegration(ctx.runtime, call));
    } catch (error) {
      const { call: code, message, httpStatus } = toIntegrationError(error);
      return { ok: false, code, message, correlationId, ...(httpStatus && { httpStatus }) };
    }
  },
});

function toTestResult(result: CallResult): CallTestResult {
  const { httpStatus, correlationId, data, headers, timings } = result;
  if (httpStatus < 400) return { ok: true, httpStatus, correlationId, data, headers, timings };
  const code = httpStatus === 401 ? 'auth' : httpStatus === 429 ? 'rate_limited' : 'provider';
  const message = `The provider answered with HTTP ${httpStatus}.`;
  return { ok: false, code, message, httpStatus, correlationId, data, timings };
}
