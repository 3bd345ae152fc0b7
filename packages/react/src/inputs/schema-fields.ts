import { labelOf } from './label-of.ts';

/** One input of a form that is drawn from a JSON Schema (draft 2020-12). */
export type SchemaField = {
  name: string;
  label: string;
  /** `lines`: one value a line. `json`: whatever has no control of its own. */
  kind: 'text' | 'long' | 'number' | 'boolean' | 'choice' | 'lines' | 'json';
  required: boolean;
  hint: string | undefined;
  options: readonly string[];
  type: 'text' | 'url' | 'email';
  preset: string;
  minLength: number | undefined;
  maxLength: number | undefined;
  pattern: string | undefined;
  min: number | undefined;
  max: number | undefined;
};

type Part = Readonly<Record<string, unknown>>;
const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an object's schema, required ones first; nothing for anything else. */
export function schemaFields(schema: unknown): SchemaField[] {
  if (!isPart(schema) || !isPart(schema.properties)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties)
    .filter((entry): entry is [string, Part] => isPart(entry[1]))
    .map(([name, part]) => fieldOf(name, part, required.includes(name)))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

function fieldOf(name: string, part: Part, listed: boolean): SchemaField {
  const options = optionsOf(part);
  const { default: preset, format } = part;
  return {
    name,
    label: text(part.title) ?? labelOf(name),
    kind: options.length > 0 ? 'choice' : kindOf(part),
    // zod lists a field with a default among the required ones of its output.
    required: listed && preset === undefined,
    hint: text(part.description),
    options,
    type: format === 'uri' ? 'url' : format === 'email' ? 'email' : 'text',
    preset: preset === undefined ? '' : presetOf(preset),
    minLength: size(part.minLength),
    maxLength: size(part.maxLength),
    pattern: text(part.pattern),
    min: size(part.minimum),
    max: size(part.maximum),
  };
}

function kindOf(part: Part): SchemaField['kind'] {
  const { type, items, maxLength } = part;
  if (type === 'string') return typeof maxLength === 'number' && maxLength > 500 ? 'long' : 'text';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'boolean';
  return type === 'array' && isPart(items) && items.type === 'string' ? 'lines' : 'json';
}

function optionsOf({ enum: words }: Part): string[] {
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
}

const presetOf = (preset: unknown): string => {
  if (typeof preset === 'string') return preset;
  if (Array.isArray(preset)) return preset.join('\n');
  return JSON.stringify(preset);
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** A bound that only says "any safe number" is none. */
const size = (value: unknown): number | undefined =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;

export const inputName = (field: string): string => `input.${field}`;

/** The entered values by name. What is left empty is left out; the server says what it misses. */
export function readFields(
  form: Pick<FormData, 'get'>,
  fields: readonly SchemaField[],
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const field of fields) {
    const given = form.get(inputName(field.name));
    const entered = typeof given === 'string' ? given : '';
    if (field.kind === 'boolean') input[field.name] = entered !== '';
    else if (entered.trim() !== '') input[field.name] = enteredValue(field, entered);
  }
  return input;
}

function enteredValue({ kind }: SchemaField, entered: string): unknown {
  if (kind === 'number') return Number.isNaN(Number(entered)) ? entered : Number(entered);
  if (kind === 'long') return entered;
  if (kind === 'lines') return linesOf(entered);
  if (kind !== 'json') return entered.trim();
  try {
    return JSON.parse(entered);
  } catch {
    return entered;
  }
}

const linesOf = (entered: string): string[] =>
  entered
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
