import { PatchbayError } from '@patchbay/core';
import { z } from 'zod';
import { OutboundError } from '../http/errors.ts';

/** Whether a run can be repeated without harm (`read`) or changes something out there (`write`). */
export type Effect = 'read' | 'write';

/** One thing a provider's client can do, with everything a form, a REST entry or an agent must know. */
export type Operation<
  Client,
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
> = {
  title: string;
  about: string;
  effect: Effect;
  input: Input;
  output: Output;
  /** Scopes the connection must have been granted, where the provider has scopes. */
  scopes?: readonly string[];
  run: (client: Client, input: z.output<Input>) => Promise<z.input<Output>>;
};

/** An operation whose shapes the compiler does not know. */
export type AnyOperation<Client = never> = Omit<Operation<Client>, 'run'> & {
  run: (client: Client, input: never) => Promise<unknown>;
};
export type Operations<Client = never> = Readonly<Record<string, AnyOperation<Client>>>;

export const operation = <
  Client,
  Input extends z.ZodObject,
  Output extends z.ZodType,
  Kind extends Effect,
>(
  declared: Operation<Client, Input, Output> & { effect: Kind },
): Operation<Client, Input, Output> & { effect: Kind } => declared;

/** What a list answers here, whatever the provider calls it: `cursor` goes into the next call, `null` ends it. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), cursor: z.string().nullable() });
export const cursor = z.string().max(500).optional().describe('The `cursor` of the page before');

/** The answer of something that has nothing to say but that it was done. */
export const Done = z.object({ done: z.literal(true) });
export const done = { done: true as const };

/** One operation as plain JSON; `input` and `output` are JSON Schemas (draft 2020-12). */
export type OperationView = {
  name: string;
  title: string;
  about: string;
  effect: Effect;
  scopes: string[];
  input: Record<string, unknown>;
  output: Record<string, unknown>;
};

type HasOperations = { operations?: Operations };

export const describeOperations = ({ operations = {} }: HasOperations): OperationView[] =>
  Object.entries(operations).map(([name, { title, about, effect, scopes, input, output }]) => ({
    name,
    title,
    about,
    effect,
    scopes: [...(scopes ?? [])],
    input: z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }),
    output: z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' }),
  }));

export const findOperation = (
  { operations = {} }: HasOperations,
  name: string,
): AnyOperation | undefined => (Object.hasOwn(operations, name) ? operations[name] : undefined);

type Named<P> = P extends { operations?: infer Ops } ? NonNullable<Ops> : never;
export type OperationName<P> = keyof Named<P> & string;
export type OperationInput<P, Name extends OperationName<P>> = Named<P>[Name] extends {
  input: infer Input extends z.ZodType;
}
  ? z.input<Input>
  : never;
export type OperationOutput<P, Name extends OperationName<P>> = Named<P>[Name] extends {
  output: infer Output extends z.ZodType;
}
  ? z.output<Output>
  : never;

/**
 * Runs a named operation with a client of the same provider. Input and output are checked on the way.
 * @throws PatchbayError `not_found` for an unknown name, `invalid_input` with fields `input.<path>`
 * @throws OutboundError for everything that goes wrong at the provider
 */
export async function runOperation<P extends HasOperations, Name extends OperationName<P>>(
  provider: P,
  name: Name,
  opened: { client: unknown },
  input: OperationInput<P, Name>,
): Promise<OperationOutput<P, Name>> {
  return (await runNamed(provider, name, opened, input)) as OperationOutput<P, Name>;
}

/** The same for a provider and a name that come from outside. */
export async function runNamed(
  provider: HasOperations,
  name: string,
  { client }: { client: unknown },
  input: unknown,
): Promise<unknown> {
  const found = findOperation(provider, name);
  if (!found) throw new PatchbayError('not_found', 'This provider has no such operation.');
  const given = found.input.safeParse(input ?? {});
  if (!given.success) throw refusal(given.error);
  // The client was opened for this provider, and the input passed this very operation's schema.
  const run = found.run as (client: unknown, input: unknown) => Promise<unknown>;
  const answer = found.output.safeParse(await run(client, given.data));
  if (answer.success) return answer.data;
  throw new OutboundError('invalid_response', 'The answer does not have the expected form.');
}

function refusal({ issues }: z.ZodError): PatchbayError {
  const fields: Record<string, string[]> = {};
  for (const { path, message } of issues) {
    const key = ['input', ...path].join('.');
    fields[key] = [...(fields[key] ?? []), message];
  }
  return new PatchbayError('invalid_input', 'The input of the operation is not valid.', { fields });
}
