import type { AppLoadContext } from '@remix-run/node';
import { secretOf, textOf } from '../forms/attempt.server.ts';
import { type RuleInputs, ruleNames, toRules, usualRules } from './rules-form.ts';

/** Lines or commas between names; nothing where all are wanted. */
export const wordsOf = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map((word) => word.trim())
    .filter(Boolean);

export function readFilters(form: FormData) {
  const [events, channels] = [wordsOf(textOf(form, 'events')), wordsOf(textOf(form, 'channels'))];
  return {
    ...(events.length > 0 && { events }),
    ...(channels.length > 0 && { channels }),
  };
}

export function readRuleInputs(form: FormData): RuleInputs {
  const given = ruleNames.map((name) => {
    const value = form.get(name);
    // A prefix may end in a space, so nothing is trimmed there.
    const text = typeof value === 'string' ? value : usualRules[name];
    return [name, name === 'prefix' || name === 'signed' ? text : text.trim()] as const;
  });
  return { ...usualRules, ...Object.fromEntries(given) };
}

export const readRules = (form: FormData) => toRules(readRuleInputs(form));

/** What the tester's inputs make of the rules in the same form. */
export function tryRequest(caller: ReturnType<AppLoadContext['caller']>, form: FormData) {
  const at = new Date(`${textOf(form, 'sampleAt')}Z`);
  return caller.sources.tryVerifier({
    rules: readRules(form),
    secret: secretOf(form, 'secret'),
    headers: secretOf(form, 'sampleHeaders'),
    body: secretOf(form, 'sampleBody').replaceAll('\r\n', '\n'),
    ...(!Number.isNaN(at.getTime()) && { at }),
  });
}
