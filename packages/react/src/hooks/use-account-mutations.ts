import { type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import type {
  AccountOutcome,
  AnyAccount,
  CustomResult,
  IntegrationAccount,
} from '../account/account-types.ts';
import type { PatchbayApi } from '../api.ts';
import { patchAccount, type Snapshot, storeAccount } from './account-cache.ts';
import { useAccountMutation } from './use-account-mutation.ts';
import { asAccount } from './use-integration-account.ts';

type Mutation<Output, Input> = UseMutationResult<Output, Error, Input, Snapshot>;
type Answer = AccountOutcome<IntegrationAccount>;

const typed = <TAccount extends AnyAccount>(answer: Answer): AccountOutcome<TAccount> => ({
  ...answer,
  account: answer.account && asAccount<TAccount>(answer.account),
});

export type CreateAccount = {
  /** The short form, such as `ann`; what the provider suggests if absent. */
  identifier?: string | undefined;
  /** What the provider asks for besides, see `useIntegrations`. */
  input?: Record<string, unknown> | undefined;
  /** Somebody else, for admins. */
  personId?: string | undefined;
};

/** An account for oneself, or by an admin for somebody else. */
export const useCreateIntegrationAccount = <TAccount extends AnyAccount = IntegrationAccount>(
  provider: string,
): Mutation<AccountOutcome<TAccount>, CreateAccount> =>
  useNewAccount(provider, 'create', (api, input) =>
    api.accounts.create.mutate({ provider, ...input }),
  );

export type AdoptAccount = {
  /** Whole, as the system has it. */
  identifier: string;
  /** The password that opens it now: the proof. Admins may leave it out. */
  secret?: string | undefined;
  personId?: string | undefined;
};

/** Takes in an account that exists outside already. */
export const useAdoptIntegrationAccount = <TAccount extends AnyAccount = IntegrationAccount>(
  provider: string,
): Mutation<AccountOutcome<TAccount>, AdoptAccount> =>
  useNewAccount(provider, 'adopt', (api, input) =>
    api.accounts.adopt.mutate({ provider, ...input }),
  );

function useNewAccount<
  TAccount extends AnyAccount,
  Input extends { personId?: string | undefined },
>(
  provider: string,
  name: string,
  call: (api: PatchbayApi, input: Input) => Promise<Answer>,
): Mutation<AccountOutcome<TAccount>, Input> {
  const client = useQueryClient();
  return useAccountMutation<Input, AccountOutcome<TAccount>>(provider, name, {
    call: async (api, input) => {
      const answer = await call(api, input);
      storeAccount(client, provider, null, answer.account, input.personId === undefined);
      return typed<TAccount>(answer);
    },
  });
}

export type UpdateAccount = {
  id: string;
  status?: 'active' | 'suspended' | undefined;
  metadata?: Record<string, unknown> | undefined;
  input?: Record<string, unknown> | undefined;
  reason?: string | undefined;
};

/** Suspending and resuming show at once, and go back if they are refused. */
export const useUpdateIntegrationAccount = <TAccount extends AnyAccount = IntegrationAccount>(
  provider: string,
): Mutation<AccountOutcome<TAccount>, UpdateAccount> => {
  const client = useQueryClient();
  return useChange<TAccount, UpdateAccount>(provider, 'update', {
    call: (api, { id, ...change }) =>
      api.accounts.update.mutate({ provider, accountId: id, ...change }),
    ahead: ({ id, status }) =>
      status === undefined ? [] : patchAccount(client, provider, id, { status }),
  });
};

export type AccountChange = { id: string; reason?: string | undefined };

/** Removes it from the system; what that means is in the abilities' `removal`. */
export const useDeleteIntegrationAccount = <TAccount extends AnyAccount = IntegrationAccount>(
  provider: string,
): Mutation<AccountOutcome<TAccount>, AccountChange> =>
  useChange<TAccount, AccountChange>(provider, 'remove', {
    call: (api, { id, ...rest }) =>
      api.accounts.remove.mutate({ provider, accountId: id, ...rest }),
  });

/** A new one-time secret, in the answer's `secret`; the old one stops working. */
export const useResetIntegrationAccountSecret = <TAccount extends AnyAccount = IntegrationAccount>(
  provider: string,
): Mutation<AccountOutcome<TAccount>, { id: string }> =>
  useChange<TAccount, { id: string }>(provider, 'reset-secret', {
    call: (api, { id }) => api.accounts.resetSecret.mutate({ provider, accountId: id }),
  });

/** Tries an operation again that failed or waits. */
export const useRetryIntegrationAccount = <TAccount extends AnyAccount = IntegrationAccount>(
  provider: string,
): Mutation<AccountOutcome<TAccount>, { id: string }> =>
  useChange<TAccount, { id: string }>(provider, 'retry', {
    call: (api, { id }) => api.accounts.retry.mutate({ provider, accountId: id }),
  });

/** Gives up an operation that is not done yet; a creation is undone. */
export const useCancelIntegrationAccount = <TAccount extends AnyAccount = IntegrationAccount>(
  provider: string,
): Mutation<AccountOutcome<TAccount>, { id: string }> =>
  useChange<TAccount, { id: string }>(provider, 'cancel', {
    call: (api, { id }) => api.accounts.cancel.mutate({ provider, accountId: id }),
  });

export type AccountOperationInput = {
  id: string;
  operation: string;
  input?: Record<string, unknown> | undefined;
};

/** One of the provider's own operations, by the name in the abilities. */
export const useIntegrationAccountOperation = (
  provider: string,
): Mutation<CustomResult, AccountOperationInput> =>
  useAccountMutation<AccountOperationInput, CustomResult>(provider, 'operation', {
    call: (api, { id, operation, input = {} }) =>
      api.accounts.custom.mutate({ provider, accountId: id, operation, input }),
  });

function useChange<TAccount extends AnyAccount, Input extends { id: string }>(
  provider: string,
  name: string,
  change: {
    call: (api: PatchbayApi, input: Input) => Promise<Answer>;
    ahead?: (input: Input) => Snapshot;
  },
): Mutation<AccountOutcome<TAccount>, Input> {
  const client = useQueryClient();
  return useAccountMutation<Input, AccountOutcome<TAccount>>(provider, name, {
    ...(change.ahead && { ahead: change.ahead }),
    call: async (api, input) => {
      const answer = await change.call(api, input);
      storeAccount(client, provider, input.id, answer.account, false);
      return typed<TAccount>(answer);
    },
  });
}
