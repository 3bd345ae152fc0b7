import { PatchbayError } from '@patchbay/core';
import { z } from 'zod';
import type { Match } from './routes.ts';

/** One input from path, query and JSON body. The path wins, because it is what the address promises. */
export async function readInput(request: Request, { entry, params }: Match): Promise<unknown> {
  if (entry.input === null) return undefined;
  const rest =
    entry.method === 'GET' ? queryOf(new URL(request.url), entry.input) : await bodyOf(request);
  return { ...rest, ...params };
}

async function bodyOf(request: Request): Promise<object> {
  const text = await request.text();
  if (text === '') return {};
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new PatchbayError('invalid_input', 'Send application/json.');
  }
  const body = parseJson(text);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new PatchbayError('invalid_input', 'The body must be a JSON object.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PatchbayError('invalid_input', 'The body is not valid JSON.');
  }
}

/**
 * Query values are text, so numbers, truth values, times and objects are read by their schema. Only exact spellings count: anything
 * else stays text for the schema to refuse.
 */
function queryOf(url: URL, input: z.ZodType): object {
  const shape = objectIn(input)?.shape ?? {};
  return Object.fromEntries(
    [...url.searchParams].map(([name, text]) => [name, read(text, bare(shape[name]))]),
  );
}

function read(text: string, field: unknown): unknown {
  if (field instanceof z.ZodNumber && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (field instanceof z.ZodBoolean && (text === 'true' || text === 'false'))
    return text === 'true';
  if (field instanceof z.ZodDate && isTime(text)) return new Date(text);
  if (field instanceof z.ZodObject) return structured(text);
  return text;
}

/** What has parts is given as JSON: `filter={"types":["issue.*"]}`. */
function structured(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** ISO 8601 with its zone: without one, the time would be read as this machine's. */
const isTime = (text: string): boolean => z.iso.datetime({ offset: true }).safeParse(text).success;

/** The object under `.prefault({})` and the like. */
export function objectIn(schema: z.ZodType): z.ZodObject | undefined {
  const inner = bare(schema);
  return inner instanceof z.ZodObject ? inner : undefined;
}

function bare(schema: unknown): unknown {
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault;
  return wraps ? bare(schema.unwrap()) : schema;
}
