import type { ErrorCode, FieldErrors } from '@patchbay/core';

/** An act that was not done: why, where in the form, and the request to quote. */
export type Refused = {
  ok: false;
  code: ErrorCode;
  message: string;
  fields: FieldErrors;
  requestId: string;
};

export const isRefused = (answer: unknown): answer is Refused =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;
