import { isPatchbayError } from '@patchbay/core';

export type ErrorDescription = { name: string; message: string; code?: string };

/**
 * What may be logged or stored of a failure. Database drivers put whole statements with their values into messages,
 * so of their errors only the code and the server's own sentence are kept.
 */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { name: 'Error', message: 'something that is no error' };
  if (isPatchbayError(error)) return { name: error.name, message: error.message, code: error.code };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { name: error.name, message: sentenceOf(error), ...(code && { code }) };
}

const statement = /^\s*(select|insert|update|delete|with|begin|commit|alter|create|drop|do)\b/i;

function sentenceOf(error: Error): string {
  const text = error.message || (error.cause instanceof Error ? error.cause.message : '');
  const short = statement.test(text) ? (text.split(' - ').at(-1) ?? '') : text;
  return statement.test(short) ? 'a statement failed' : short.slice(0, 500);
}
