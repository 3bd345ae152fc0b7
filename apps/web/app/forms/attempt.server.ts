import { httpStatus } from '@patchbay/core';
import { type AppLoadContext, data } from '@remix-run/node';
import type { Reply } from './reply.ts';

export type AttemptOptions = {
  /** Names whose input may come back to the page. A secret is never among them. */
  keep?: readonly string[];
};

const answerable = new Set([
  'unauthenticated',
  'invalid_input',
  'conflict',
  'forbidden',
  'rate_limited',
  'unavailable',
  'not_found',
]);

/** Runs the work of an action. A refusal becomes the form's own errors; anything else the error page. */
export async function attempt<Done>(
  context: Pick<AppLoadContext, 'refusal'>,
  form: FormData,
  work: () => Promise<Done>,
  { keep = [] }: AttemptOptions = {},
) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Response) throw error;
    const { code, message, fields } = context.refusal(error);
    if (!answerable.has(code)) throw error;
    const ofFields = fields ?? {};
    const { '': ofForm = [], ...named } = ofFields;
    const errors = Object.keys(named).length > 0 ? ofForm : [message];
    return refused(httpStatus[code], { fields: named, errors, values: keptValues(form, keep) });
  }
}

/** The same answer for errors that an action finds by itself. */
export function refused(status: number, reply: Partial<Omit<Reply, 'ok'>>) {
  const whole: Reply = { ok: false, fields: {}, errors: [], values: {}, ...reply };
  return data(whole, { status });
}

export function keptValues(form: FormData, names: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = form.get(name);
    if (typeof value === 'string') kept[name] = value;
  }
  return kept;
}

/** The text of one input, trimmed; absent and empty are the same. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** A secret exactly as it was typed. */
export function secretOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
