import type { FieldErrors } from '@patchbay/core';
import { type InputField, inputName } from './input-field.ts';

export type ReadInput = { input: Record<string, unknown>; errors: FieldErrors };

type ReadValue = { value: unknown } | { error: string } | null;

/** The form as an operation's input. What is left empty is left out; the operation says what it misses. */
export function readInput(form: FormData, fields: readonly InputField[]): ReadInput {
  const input: Record<string, unknown> = {};
  const errors: FieldErrors = {};
  for (const field of fields) {
    const given = form.get(inputName(field.name));
    const read = readValue(field, typeof given === 'string' ? given : '');
    if (read === null) continue;
    if ('error' in read) errors[inputName(field.name)] = [read.error];
    else input[field.name] = read.value;
  }
  return { input, errors };
}

function readValue({ kind, numeric }: InputField, text: string): ReadValue {
  if (text.trim() === '') return null;
  if (kind === 'number') return readNumber(text);
  if (kind === 'boolean') return { value: text === 'true' };
  if (kind === 'json') return readJson(text);
  if (kind !== 'lines') return { value: kind === 'long' ? text : text.trim() };
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const values = lines.filter((line) => line !== '');
  return { value: numeric ? values.map(Number) : values };
}

function readNumber(text: string): ReadValue {
  const value = Number(text);
  return Number.isFinite(value) ? { value } : { error: 'must be a number' };
}

function readJson(text: string): ReadValue {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { error: 'is not valid JSON' };
  }
}

/** The input as somebody wrote it themselves. */
export function readRawInput(form: FormData): ReadInput {
  const given = form.get('json');
  const text = typeof given === 'string' && given.trim() !== '' ? given : '{}';
  const read = readJson(text);
  const value = read && 'value' in read ? read.value : undefined;
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return { input: { ...value }, errors: {} };
  return { input: {}, errors: { json: ['must be a JSON object, such as {"query": "plan"}'] } };
}
