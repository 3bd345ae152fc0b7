import { type FieldErrors, PatchbayError, type Permission } from '@patchbay/core';
import type { z } from 'zod';
import type { Permitted, PersonContext, ServiceContext } from './context.ts';

type VerbParts<Input extends z.ZodType, Output> = {
  /** `area.verb`, the name of its procedure. */
  name: string;
  permission: Permission;
  /** Suffices as well; `run` then looks at what the call is about. */
  alternative?: Permission;
  input: Input;
  run(ctx: Permitted, input: z.output<Input>): Promise<Output>;
};

/** An operation inside an organization; calling it checks the permission, then the input, then runs it. */
export type Verb<Input extends z.ZodType, Output> = {
  (ctx: ServiceContext, raw: z.input<Input>): Promise<Output>;
  readonly verb: string;
  readonly permission: Permission;
  readonly input: Input;
};

/**
 * Declares an operation. Refuses with `forbidden` when the principal lacks the permission (before the input is
 * looked at, so that refusals reveal nothing) and with `invalid_input` naming every bad field.
 */
export function defineVerb<Input extends z.ZodType, Output>(
  parts: VerbParts<Input, Output>,
): Verb<Input, Output> {
  const call = async (ctx: ServiceContext, raw: z.input<Input>): Promise<Output> => {
    const sufficient = [parts.permission, parts.alternative].find(
      (permission) => permission && ctx.principal.permissions.has(permission),
    );
    if (!sufficient) throw missing(parts.permission);
    return parts.run({ ...ctx, permission: sufficient }, parseInput(parts.input, raw));
  };
  return Object.assign(call, {
    verb: parts.name,
    permission: parts.permission,
    input: parts.input,
  });
}

type PersonVerbParts<Input extends z.ZodType, Output> = {
  name: string;
  /** `operator`: the platform's operator only. */
  audience: 'person' | 'operator';
  input: Input;
  run(ctx: PersonContext, input: z.output<Input>): Promise<Output>;
};

/** An operation of a signed-in person that belongs to no organization yet. */
export type PersonVerb<Input extends z.ZodType, Output> = {
  (ctx: PersonContext, raw: z.input<Input>): Promise<Output>;
  readonly verb: string;
  readonly audience: 'person' | 'operator';
  readonly input: Input;
};

export function definePersonVerb<Input extends z.ZodType, Output>(
  parts: PersonVerbParts<Input, Output>,
): PersonVerb<Input, Output> {
  const call = async (ctx: PersonContext, raw: z.input<Input>): Promise<Output> => {
    if (parts.audience === 'operator' && !ctx.person.operator) {
      throw new PatchbayError('forbidden', 'Only the operator of this Patchbay may do this.');
    }
    return parts.run(ctx, parseInput(parts.input, raw));
  };
  return Object.assign(call, { verb: parts.name, audience: parts.audience, input: parts.input });
}

const missing = (permission: Permission) =>
  new PatchbayError('forbidden', `This needs the permission ${permission}.`);

/** Parses, or refuses with every bad field named by its path. */
export function parseInput<Input extends z.ZodType>(schema: Input, raw: unknown): z.output<Input> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new PatchbayError('invalid_input', 'Some of the input is not valid.', {
    fields: fieldErrors(parsed.error.issues),
  });
}

/** Messages by dotted path, as forms and API answers name them. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldErrors {
  const fields: FieldErrors = {};
  for (const issue of issues) {
    const path = issue.path.join('.');
    fields[path] = [...(fields[path] ?? []), issue.message];
  }
  return fields;
}
