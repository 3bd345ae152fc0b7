import { httpStatus } from '@patchbay/core';
import { type AppLoadContext, data } from '@remix-run/node';

/** What an error page is told, beside its status. */
export type RefusedPage = { message: string; requestId: string };

/** The answer of a call, or the error page that fits its refusal. For loaders; actions use `attempt`. */
export async function orRefuse<Value>(
  { refusal, requestId }: AppLoadContext,
  call: Promise<Value>,
): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    const { code, message } = refusal(error);
    if (code === 'internal') throw error;
    throw data({ message, requestId } satisfies RefusedPage, { status: httpStatus[code] });
  }
}
