export * from './accounts.ts';
export {
  type AccountsView,
  type AnyAccounts,
  accountsOf,
  describeAccounts,
} from './accounts-view.ts';
export * from './auth.ts';
export type { Chat, ChatDestination, ChatMessage } from './chat.ts';
export * from './check.ts';
export {
  apiHosts,
  baseUrlOf,
  fetchAccount,
  fixedHeaders,
  type OpenedClient,
  type Opening,
  openClient,
  openErased,
  pinOf,
  rateLimitOf,
  troubleIn,
} from './client.ts';
export {
  authOf,
  type ConnectionWayView,
  connectionWays,
  credentialFields,
  missingFor,
  missingInUse,
  parseSettingsFor,
} from './connections.ts';
export { type Consent, type ConsentRequest, consentUrl, readConsent } from './consent.ts';
export {
  type EnvironmentSettings,
  type ProviderVariables,
  settingsFromEnvironment,
} from './environment-settings.ts';
export * from './field.ts';
export type { LinkedApi, Links } from './links.ts';
export { type OpenedAccounts, openAccounts } from './open-accounts.ts';
export {
  type AnyOperation,
  describeOperations,
  type Effect,
  findOperation,
  type Operation,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type Operations,
  type OperationView,
  operation,
  runNamed,
  runOperation,
} from './operation.ts';
export * from './pinned-certificate.ts';
export * from './provider.ts';
export type { RateLimit } from './rate-limit.ts';
export type { RawCall } from './session.ts';
export * from './settings.ts';
export {
  type ClassifiedReply,
  isDeadCredential,
  type Trouble,
  type TroubleKind,
  troubleError,
  troubleKinds,
} from './trouble.ts';
export * from './webhook-presets.ts';
export * from './webhooks.ts';
