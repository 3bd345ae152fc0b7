import type { CallTestResult } from '@patchbay/services/schemas';
import { type HttpReply, type RunAnswer, shownOf } from '../../console/answer.ts';

/** The answer of a test call as the page shows it. */
export function answerOf(tried: CallTestResult): RunAnswer {
  const { correlationId } = tried;
  if (tried.ok) {
    const { httpStatus, timings, headers } = tried;
    const reply = { httpStatus, timings, headers: listed(headers) };
    const shown = shownOf(tried.data);
    return { outcome: 'done', correlationId, tookMs: timings.totalMs, shown, reply };
  }
  return {
    outcome: 'failed',
    correlationId,
    code: tried.code,
    message: tried.message,
    shown: shownOf(tried.data),
    httpStatus: tried.httpStatus ?? null,
    timings: tried.timings ?? null,
  };
}

const listed = (headers: Record<string, string | string[]>): HttpReply['headers'] =>
  Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => ({ name, value: one })),
  );
