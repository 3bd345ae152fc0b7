import { type FieldErrors, invalidField, PatchbayError } from '@patchbay/core';
import type { z } from 'zod';
import type { AccountRequest, ConnectHint, RemoteAccount } from './accounts.ts';
import { type AnyAccounts, accountsWith } from './accounts-view.ts';
import { baseUrlOf, type Opening, openErased } from './client.ts';
import type { Provider } from './provider.ts';
import type { Settings } from './settings.ts';

/**
 * The accounts of one system, bound to an organization's settings. Each step is opened anew with its own signal;
 * what the provider does not declare throws `invalid_input`.
 */
export type OpenedAccounts = {
  declared: AnyAccounts;
  /** Names the system within which identifiers are unique. */
  system: string;
  /** @throws PatchbayError `invalid_input` at `identifier` */
  identifier: (name: string | undefined, email: string) => string;
  /** A whole identifier as the system compares names. */
  fold: (identifier: string) => string;
  /** What a removal leaves of the name. */
  leaves: 'deleted' | 'kept' | null;
  connect: (identifier: string) => ConnectHint[];
  /** What `create` asks for, checked. @throws PatchbayError `invalid_input` with fields `input.<path>` */
  readInput: (raw: unknown) => Record<string, unknown>;
  /** The same of `update`. */
  readUpdate: (raw: unknown) => Record<string, unknown>;
  create: (request: AccountRequest<unknown>, signal?: AbortSignal) => Promise<RemoteAccount>;
  find: (identifier: string, signal?: AbortSignal) => Promise<RemoteAccount | null>;
  list: (
    cursor: string | null,
    signal?: AbortSignal,
  ) => Promise<{ items: RemoteAccount[]; cursor: string | null }>;
  prove: (proof: { identifier: string; secret: string }, signal?: AbortSignal) => Promise<boolean>;
  suspend: (request: { identifier: string; reason: string }, signal?: AbortSignal) => Promise<void>;
  resume: (identifier: string, signal?: AbortSignal) => Promise<void>;
  resetSecret: (
    request: { identifier: string; secret: string },
    signal?: AbortSignal,
  ) => Promise<string>;
  update: (
    request: { identifier: string; input: unknown },
    signal?: AbortSignal,
  ) => Promise<RemoteAccount>;
  remove: (request: { identifier: string; reason: string }, signal?: AbortSignal) => Promise<void>;
  /** A custom operation; `secret` is what was generated for this run. */
  run: (
    name: string,
    request: { identifier: string; input: unknown },
    signal?: AbortSignal,
  ) => Promise<{ output: Record<string, unknown>; secret: string | null }>;
};

/**
 * Binds a provider's accounts to settings that passed `parseSettings` of this very provider. Nothing is called yet.
 * @throws PatchbayError `invalid_input` for a provider without accounts
 */
export function openAccounts(
  provider: Provider,
  settings: Settings,
  opening: Omit<Opening, 'signal'>,
): OpenedAccounts {
  const declared = accountsWith(provider, settings);
  if (!declared) throw unsupported(`${provider.about.name} has no accounts of people here.`);
  const step = (signal?: AbortSignal) => {
    const opened = openErased(provider, settings, { ...opening, ...(signal && { signal }) });
    return { client: opened?.client, settings, signal };
  };
  const can = <Step>(declaredStep: Step | undefined): Step => {
    if (declaredStep !== undefined) return declaredStep;
    throw unsupported(`${provider.about.name} cannot do this.`);
  };
  const { remove, identifier } = declared;
  const leaves = remove?.leaves;
  return {
    declared,
    system: (
      declared.system?.(settings) ??
      baseUrlOf(provider, settings)?.host ??
      provider.key
    ).toLowerCase(),
    identifier: (name, email) => identifierFrom(declared, settings, name, email),
    fold: identifier.fold ?? ((whole) => whole.toLowerCase()),
    leaves: typeof leaves === 'function' ? leaves(settings) : (leaves ?? null),
    connect: (whole) => declared.connect?.(settings, whole) ?? [],
    readInput: (raw) => parsed(declared.input, raw),
    readUpdate: (raw) => parsed(can(declared.update).input, raw),
    create: (request, signal) => {
      const input = parsed(declared.input, request.input);
      return declared.create(step(signal), { ...request, input });
    },
    find: (whole, signal) => declared.find(step(signal), whole),
    list: (cursor, signal) => can(declared.list)(step(signal), cursor),
    prove: (proof, signal) => can(declared.prove)(step(signal), proof),
    suspend: (request, signal) => can(declared.suspend)(step(signal), request),
    resume: (whole, signal) => can(declared.resume)(step(signal), whole),
    resetSecret: (request, signal) => can(declared.resetSecret)(step(signal), request),
    update: (request, signal) => {
      const update = can(declared.update);
      return update.run(step(signal), { ...request, input: parsed(update.input, request.input) });
    },
    remove: (request, signal) => can(remove).run(step(signal), request),
    run: async (name, request, signal) => {
      const operation = operationOf(declared, name);
      const input = parsed(operation.input, request.input);
      const secret = operation.secret?.generate() ?? null;
      const output = await operation.run(step(signal), { ...request, input, secret });
      return { output, secret };
    },
  };
}

/** @throws PatchbayError `not_found` */
function operationOf({ operations = {} }: AnyAccounts, name: string) {
  const found = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (found) return found;
  throw new PatchbayError('not_found', 'These accounts have no such operation.');
}

/** What is asked for besides the identifier. @throws PatchbayError `invalid_input` with fields `input.<path>` */
function parsed<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const read = schema.safeParse(raw ?? {});
  if (read.success) return read.data;
  const fields: FieldErrors = {};
  for (const { path, message } of read.error.issues) {
    const key = ['input', ...path].join('.');
    fields[key] = [...(fields[key] ?? []), message];
  }
  throw new PatchbayError('invalid_input', 'Some of the input is not valid.', { fields });
}

const unsupported = (message: string) => new PatchbayError('invalid_input', message);

function identifierFrom(
  { identifier }: AnyAccounts,
  settings: Settings,
  name: string | undefined,
  email: string,
): string {
  const short = shortName(identifier, name?.trim() || undefined, email);
  return identifier.complete?.(settings, short) ?? short;
}

function shortName(
  { choice, schema, fromEmail, label }: AnyAccounts['identifier'],
  name: string | undefined,
  email: string,
): string {
  const given = name ?? (choice === 'suggested' ? (fromEmail?.(email) ?? undefined) : undefined);
  if (given === undefined) throw invalidField('identifier', `${label}: choose one.`);
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const message = read.error.issues[0]?.message ?? 'is not valid';
  // A suggestion that does not fit is no mistake of the person: they are asked to choose.
  throw invalidField('identifier', name === undefined ? `${label}: choose one.` : message);
}
