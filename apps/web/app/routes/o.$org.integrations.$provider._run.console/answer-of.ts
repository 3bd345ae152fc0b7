import type { CallTestResult } from '@patchbay/services/schemas';
import { type RunAnswer, replyOf, shownOf } from '../../console/answer.ts';

/** The answer of a test call as the page shows it. */
export function answerOf(tried: CallTestResult): RunAnswer {
  const { correlationId } = tried;
  if (tried.ok) {
    const { data, timings } = tried;
    const reply = replyOf(tried);
    return { outcome: 'done', correlationId, tookMs: timings.totalMs, shown: shownOf(data), reply };
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
