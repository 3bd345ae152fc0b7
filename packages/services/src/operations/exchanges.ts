import { isAnswered } from '../calls/headers.ts';
import { type CallRecord, type Timings, timingsOf } from '../calls/record.ts';
import type { OperationResult } from './schemas.ts';

type Headers = OperationResult['headers'];
type Http = Pick<OperationResult, 'httpStatus' | 'headers' | 'timings'>;

/** Follows the requests that an operation makes, to tell of them as of one call. */
export function followExchanges() {
  const startedAt = performance.now();
  const spent = { queueMs: 0, connectMs: 0, upstreamMs: 0 };
  let last: Pick<Http, 'httpStatus' | 'headers'> = { httpStatus: null, headers: {} };
  return {
    ended(record: CallRecord, headers: Headers): void {
      const { queueMs, connectMs, upstreamMs } = timingsOf(record);
      spent.queueMs += queueMs;
      spent.connectMs += connectMs;
      spent.upstreamMs += upstreamMs;
      const kept = Object.entries(headers).filter(([name]) => isAnswered(name));
      last = { httpStatus: record.httpStatus, headers: Object.fromEntries(kept) };
    },
    /** Status and headers of the last answer, and the times of all requests together. */
    sum: (): Http => ({ ...last, timings: wholeOf(spent, performance.now() - startedAt) }),
  };
}

/** Requests that ran side by side spend more together than the clock shows; nothing is left over then. */
const wholeOf = (spent: Omit<Timings, 'totalMs' | 'overheadMs'>, totalMs: number): Timings => ({
  ...spent,
  totalMs,
  overheadMs: Math.max(0, totalMs - spent.queueMs - spent.connectMs - spent.upstreamMs),
});
