import type { FieldErrors } from '@patchbay/core';
import { useAnswer } from './use-answer.ts';

/** What an action answers instead of redirecting: the errors, and the input that may be shown again. */
export type Reply = {
  ok: false;
  fields: FieldErrors;
  errors: string[];
  values: Record<string, string>;
};

/** The last answer to this page's form, if it was refused; live updates leave it. */
export function useReply(): Reply | undefined {
  const answer: unknown = useAnswer();
  return isReply(answer) ? answer : undefined;
}

const isReply = (answer: unknown): answer is Reply =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;

/**
 * Name, errors and the kept value of one field, to spread into a field component. `path` is where the
 * router's errors point when that is not the name: `settings.url` for the input `url`.
 */
export function fieldOf(reply: Reply | undefined, name: string, path = name) {
  const kept = reply?.values[name];
  return {
    name,
    errors: reply?.fields[path],
    ...(kept === undefined ? {} : { defaultValue: kept }),
  };
}
