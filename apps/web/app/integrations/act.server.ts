import type { AppLoadContext } from '@remix-run/node';
import { redirectWithNotice } from '../session/notice.server.ts';
import type { Refused } from './refusal.ts';

export type Done<Value> = { ok: true; value: Value };

/**
 * Does one thing and answers how it went. A fault of ours is answered too, because the error page would take
 * what the person typed with it; the caller has logged it.
 */
export async function tryAct<Value>(
  { refusal, requestId }: AppLoadContext,
  work: () => Promise<Value>,
): Promise<Done<Value> | Refused> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof Response) throw error;
    const { code, message, fields } = refusal(error);
    return { ok: false, code, message, fields: fields ?? {}, requestId };
  }
}

/** Says the refusal on the page it came from, for forms that have no place of their own for it. */
export const redirectWithRefusal = (to: string, { message, requestId }: Refused) =>
  redirectWithNotice(to, { tone: 'bad', text: `${message} Request ${requestId}.` });
