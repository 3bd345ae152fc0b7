import { z } from 'zod';

/** A variable was missing or bad. Boot code prints the message and exits with `exitCodes.configuration`. */
export class EnvironmentError extends Error {
  readonly variables: string[];

  constructor(problems: { variable: string; problem: string }[]) {
    super(problems.map(({ variable, problem }) => `${variable}: ${problem}`).join('\n'));
    this.name = 'EnvironmentError';
    this.variables = problems.map(({ variable }) => variable);
  }
}

/** What our processes exit with, so that scripts can tell the cases apart. */
export const exitCodes = { ok: 0, failure: 1, configuration: 78, unavailable: 69 } as const;

/** Parses the environment; an empty variable counts as absent. Values never appear in the message. */
export function parseEnvironment<Shape extends z.ZodRawShape>(
  shape: Shape,
  source: Record<string, string | undefined>,
): z.infer<z.ZodObject<Shape>> {
  const present = Object.fromEntries(
    Object.keys(shape).flatMap((name) => (source[name] ? [[name, source[name]]] : [])),
  );
  const parsed = z.object(shape).safeParse(present);
  if (parsed.success) return parsed.data;
  throw new EnvironmentError(
    parsed.error.issues.map((issue) => ({
      variable: String(issue.path[0]),
      problem: issue.message,
    })),
  );
}

/** `true/1/yes/on` and `false/0/no/off`. */
export const flag = z
  .enum(['true', '1', 'yes', 'on', 'false', '0', 'no', 'off'], 'must be true or false')
  .transform((word) => ['true', '1', 'yes', 'on'].includes(word));

export const port = z.coerce.number('must be a port number').int().min(0).max(65_535);

const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);

const isOrigin = (text: string): boolean => {
  if (!isWebAddress(text)) return false;
  const { origin, href } = new URL(text);
  return href === `${origin}/`;
};

/** Where a whole site stands, as its origin; what is served has no place below a path. */
export const siteAddress = z
  .string()
  .refine(isOrigin, 'must be an http or https address without a path')
  .transform((text) => new URL(text).origin);

export const postgresUrl = z
  .string('must be set')
  .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://');

/** A comma-separated list, trimmed, without empty items. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** `*.example.com=http://127.0.0.1:4010,api.example.net=http://127.0.0.1:4010`, as a record. */
export const hostTargets = list.transform((items, context) => {
  const pairs = items.map((item) => {
    const at = item.indexOf('=');
    return [item.slice(0, at), item.slice(at + 1)] as const;
  });
  if (pairs.every(([pattern, target]) => pattern !== '' && isWebAddress(target)))
    return Object.fromEntries(pairs);
  context.addIssue({ code: 'custom', message: 'must be HOST=URL pairs, separated by commas' });
  return z.NEVER;
});
