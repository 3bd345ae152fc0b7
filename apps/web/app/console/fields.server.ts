import { z } from 'zod';
import type { InputField } from './input-field.ts';

type Part = {
  type?: string | undefined;
  format?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  default?: unknown;
  items?: Part | undefined;
  anyOf?: Part[] | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  maxLength?: number | undefined;
};

const Part: z.ZodType<Part> = z.lazy(() =>
  z.object({
    type: z.string().optional().catch(undefined),
    format: z.string().optional().catch(undefined),
    description: z.string().optional().catch(undefined),
    enum: z.array(z.unknown()).optional().catch(undefined),
    const: z.unknown().optional(),
    default: z.unknown().optional(),
    items: Part.optional().catch(undefined),
    anyOf: z.array(Part).optional().catch(undefined),
    minimum: z.number().optional().catch(undefined),
    maximum: z.number().optional().catch(undefined),
    maxLength: z.number().optional().catch(undefined),
  }),
);

const Schema = z.object({
  properties: z.record(z.string(), Part).default({}),
  required: z.array(z.string()).default([]),
});

/** The fields of an operation's form, the required ones first; nothing for a schema that is no object. */
export function fieldsOf(schema: Record<string, unknown>): InputField[] {
  const parsed = Schema.safeParse(schema);
  if (!parsed.success) return [];
  const { properties, required } = parsed.data;
  return Object.entries(properties)
    .map(([name, part]) => fieldOf(name, part, required.includes(name)))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

function fieldOf(name: string, part: Part, required: boolean): InputField {
  const options = optionsOf(part);
  const { format, minimum, maximum, maxLength } = part;
  return {
    name,
    kind: options.length > 0 ? 'choice' : kindOf(part),
    required,
    hint: hintOf(part),
    options,
    type: format === 'uri' ? 'url' : format === 'email' ? 'email' : 'text',
    numeric: isNumber(part.items),
    maxLength: maxLength ?? null,
    min: bound(minimum),
    max: bound(maximum),
  };
}

function kindOf({ type, items, maxLength = 0 }: Part): InputField['kind'] {
  if (type === 'string') return maxLength > 500 ? 'long' : 'text';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'boolean';
  const isList = type === 'array' && (items?.type === 'string' || isNumber(items));
  return isList ? 'lines' : 'json';
}

const isNumber = (part: Part | undefined) => part?.type === 'integer' || part?.type === 'number';

/** Words to choose from: an enumeration, a constant, or several of those. */
function optionsOf(part: Part): string[] {
  const own = part.enum ?? (part.const === undefined ? [] : [part.const]);
  if (own.length > 0) return own.every((word) => typeof word === 'string') ? own : [];
  const parts = part.anyOf?.map(optionsOf) ?? [];
  return parts.every((words) => words.length > 0) ? parts.flat() : [];
}

function hintOf({ description, type, items, format, ...part }: Part): string | null {
  const said = [
    description,
    type === 'array' && items?.type === 'string' ? 'One a line.' : null,
    format === 'date-time' ? 'A moment such as 2026-05-01T12:00:00Z.' : null,
    part.default === undefined ? null : `Without it: ${JSON.stringify(part.default)}.`,
  ].filter((sentence) => typeof sentence === 'string');
  return said.length > 0 ? said.join(' ') : null;
}

/** A bound that only says "any safe number" is none. */
const bound = (value: number | undefined): number | null =>
  value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? null : value;
