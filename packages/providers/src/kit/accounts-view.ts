import { z } from 'zod';
import type { Accounts } from './accounts.ts';
import type { Provider } from './provider.ts';
import type { Settings } from './settings.ts';

/** What can be done to people's accounts in a system, as plain JSON; inputs are JSON Schemas (draft 2020-12). */
export type AccountsView = {
  noun: string;
  identifier: {
    label: string;
    help: string;
    placeholder: string | null;
    choice: 'required' | 'suggested' | 'consent';
  };
  /** What the person agrees to at the provider, where that is how an account is brought. */
  consent: { about: string } | null;
  input: Record<string, unknown>;
  update: {
    title: string;
    about: string;
    audience: 'own' | 'admin';
    input: Record<string, unknown>;
  } | null;
  /** The one-time secret, where there is one. */
  secret: { label: string } | null;
  canSuspend: boolean;
  canResetSecret: boolean;
  canRemove: boolean;
  canList: boolean;
  canProve: boolean;
  removal: {
    about: string;
    /** What is left of the name; null while it depends on settings that are not there. */
    leaves: 'deleted' | 'kept' | null;
  } | null;
  operations: {
    name: string;
    title: string;
    about: string;
    audience: 'own' | 'admin';
    input: Record<string, unknown>;
    secret: { label: string } | null;
  }[];
};

/** A declaration whose shapes the compiler does not know. */
export type AnyAccounts = Accounts<Settings, unknown>;

/** The accounts that a provider declares, if any. Its settings and client are its own, so forgetting types is sound. */
export const accountsOf = ({ accounts }: Pick<Provider, 'accounts'>): AnyAccounts | undefined =>
  accounts as unknown as AnyAccounts | undefined;

/** The same, less what these settings do not reach. */
export function accountsWith(
  provider: Pick<Provider, 'accounts'>,
  settings: Settings,
): AnyAccounts | undefined {
  const declared = accountsOf(provider);
  const absent = declared?.without?.(settings) ?? [];
  return (
    declared && { ...declared, ...Object.fromEntries(absent.map((name) => [name, undefined])) }
  );
}

/** @returns `null` for a provider without people's accounts */
export function describeAccounts(
  provider: Pick<Provider, 'accounts'>,
  settings?: Settings,
): AccountsView | null {
  const declared = settings ? accountsWith(provider, settings) : accountsOf(provider);
  if (!declared) return null;
  const { identifier, remove, secret, consent } = declared;
  return {
    noun: declared.noun,
    identifier: {
      label: identifier.label,
      help: identifier.help,
      placeholder: identifier.placeholder ?? null,
      choice: identifier.choice,
    },
    consent: consent ? { about: consent.about } : null,
    input: schemaOf(declared.input),
    update: declared.update ? updateView(declared.update) : null,
    secret: secret ? { label: secret.label } : null,
    canSuspend: Boolean(declared.suspend && declared.resume),
    canResetSecret: Boolean(declared.secret && declared.resetSecret),
    canRemove: remove !== undefined,
    canList: declared.list !== undefined,
    canProve: declared.prove !== undefined,
    removal: remove ? { about: remove.about, leaves: leavesOf(remove.leaves, settings) } : null,
    operations: Object.entries(declared.operations ?? {}).map(([name, operation]) => ({
      name,
      title: operation.title,
      about: operation.about,
      audience: operation.audience,
      input: schemaOf(operation.input),
      secret: operation.secret ? { label: operation.secret.label } : null,
    })),
  };
}

const updateView = ({
  title,
  about,
  audience = 'own',
  input,
}: NonNullable<AnyAccounts['update']>) => ({
  title,
  about,
  audience,
  input: schemaOf(input),
});

type Leaves = NonNullable<AnyAccounts['remove']>['leaves'];

function leavesOf(leaves: Leaves, settings?: Settings): 'deleted' | 'kept' | null {
  if (typeof leaves === 'string') return leaves;
  return settings ? leaves(settings) : null;
}

const schemaOf = (schema: z.ZodType): Record<string, unknown> =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
