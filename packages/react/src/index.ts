export { connectLines, DetailLines, valueLines } from './account/account-details.tsx';
export { type AccountStanding, AccountState, accountLook } from './account/account-state.tsx';
export type {
  AccountAbilities,
  AccountOutcome,
  CustomResult,
  IntegrationAccount,
  IntegrationInfo,
} from './account/account-types.ts';
export { counted, inSentence } from './account/noun.ts';
export { OneTimeSecret, type ShownSecret } from './account/one-time-secret.tsx';
export { createPatchbayApi, type PatchbayApi, type PatchbayApiOptions } from './api.ts';
export { type Failure, failureOf } from './failure.ts';
export type { HookOptions } from './hooks/hook-options.ts';
export * from './hooks/use-account-mutations.ts';
export {
  useIntegrationAccount,
  useIntegrationAccountById,
} from './hooks/use-integration-account.ts';
export { useIntegrations } from './hooks/use-integrations.ts';
export {
  inputName,
  readFields,
  type SchemaField,
  schemaFields,
} from './inputs/schema-fields.ts';
export { SchemaInputs } from './inputs/schema-inputs.tsx';
export { IntegrationCard, type IntegrationCardProps } from './integration-card.tsx';
export { queryKeys } from './keys.ts';
export type { FormOutcome, FormTarget, Intent } from './management/form-target.tsx';
export {
  IntegrationManagement,
  type IntegrationManagementProps,
} from './management/integration-management.tsx';
export { PersonAccount, type PersonAccountProps } from './management/person-account.tsx';
export { type KnownAccounts, PatchbayProvider, type PatchbayProviderProps } from './provider.tsx';
