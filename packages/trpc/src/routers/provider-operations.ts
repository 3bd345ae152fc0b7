import { providerCatalog, services } from '@patchbay/services';
import { RunOperationInput } from '@patchbay/services/schemas';
import type { TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server';
import { z } from 'zod';
import { member } from '../procedures.ts';

type Catalog = typeof providerCatalog;
type Declared<P> = P extends { operations?: infer Operations } ? NonNullable<Operations> : never;
/** Providers whose operations are known by name; without any the type says only "some". */
type Key = {
  [K in keyof Catalog]: string extends keyof Declared<Catalog[K]> ? never : K;
}[keyof Catalog];
type AreaOf<Name> = Name extends `${infer Area}.${string}` ? Area : never;
type Typed<Operation> = Operation extends {
  effect: infer Effect;
  input: infer Input extends z.ZodType;
  output: infer Output extends z.ZodType;
}
  ? Effect extends 'read'
    ? TRPCQueryProcedure<{ input: z.input<Input>; output: z.output<Output>; meta: object }>
    : TRPCMutationProcedure<{ input: z.input<Input>; output: z.output<Output>; meta: object }>
  : never;

/** `posts.create` of reddit becomes `reddit.posts.create`. */
type ProviderOperations = {
  [K in Key]: {
    [Area in AreaOf<keyof Declared<Catalog[K]>>]: {
      [Name in keyof Declared<Catalog[K]> as Name extends `${Area}.${infer Verb}`
        ? Verb
        : never]: Typed<Declared<Catalog[K]>[Name]>;
    };
  } & {
    [Name in keyof Declared<Catalog[K]> as Name extends `${string}.${string}`
      ? never
      : Name]: Typed<Declared<Catalog[K]>[Name]>;
  };
};

type Declaration = { operations?: Readonly<Record<string, { effect: 'read' | 'write' }>> };

/**
 * A typed procedure for every operation that a provider declares, by provider: reads are queries, writes are
 * mutations. They take the operation's input and answer its output; errors are those of `operations.run`.
 */
export const providerOperations = made() as ProviderOperations;

function made(): Record<string, object> {
  const declared: Record<string, Declaration> = providerCatalog;
  return Object.fromEntries(
    Object.entries(declared).flatMap(([provider, { operations }]) =>
      operations === undefined ? [] : [[provider, proceduresOf(provider, operations)]],
    ),
  );
}

function proceduresOf(provider: string, operations: NonNullable<Declaration['operations']>) {
  const areas: Record<string, object> = {};
  for (const [name, { effect }] of Object.entries(operations)) {
    const [first = name, verb] = name.split('.');
    const procedure = procedureOf(provider, name, effect);
    areas[first] = verb === undefined ? procedure : { ...areas[first], [verb]: procedure };
  }
  return areas;
}

function procedureOf(provider: string, operation: string, effect: 'read' | 'write') {
  // The verb checks both by the declaration; checking here as well would do its transformations twice.
  const declared = member.input(RunOperationInput.shape.input).output(z.unknown());
  type Options = Parameters<Parameters<typeof declared.query>[0]>[0];
  const run = async ({ ctx, input }: Options) =>
    (await services.operations.run(ctx.inside, { provider, operation, input })).output;
  return effect === 'read' ? declared.query(run) : declared.mutation(run);
}
