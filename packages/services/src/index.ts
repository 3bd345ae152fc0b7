import * as accounts from './accounts/index.ts';
import * as alerts from './alerts/index.ts';
import * as audit from './audit/index.ts';
import * as calls from './calls/index.ts';
import * as catalog from './catalog/index.ts';
import * as connections from './connections/index.ts';
import * as deliveries from './deliveries/index.ts';
import * as drift from './drift/index.ts';
import * as events from './events/index.ts';
import * as integrations from './integrations/index.ts';
import * as invitations from './invitations/index.ts';
import * as keys from './keys/index.ts';
import * as members from './members/index.ts';
import * as offboardings from './offboardings/index.ts';
import * as operations from './operations/index.ts';
import * as organizations from './organizations/index.ts';
import * as people from './people/index.ts';
import * as repairs from './repairs/index.ts';
import * as replays from './replays/index.ts';
import * as signOn from './sign-on/index.ts';
import * as sources from './sources/index.ts';
import * as webhooks from './stream/index.ts';
import * as subscriptions from './subscriptions/index.ts';

export { catalog as providerCatalog } from '@patchbay/providers';
export {
  type AccountSystem,
  accountDetails,
  forgetTyped,
  keepTyped,
  type OpenSystemOptions,
  openAccountSystem,
  overdueAccounts,
  type Settled,
  type SettledBatch,
  settleAccount,
  settleOutstanding,
} from './accounts/live.ts';
export { sendNotification } from './alerts/send.ts';
export { type WatchResult, watchStates } from './alerts/watch.ts';
export { callIntegration, type IntegrationCall } from './calls/call.ts';
export { type Calls, type CallsOptions, callsOf, openCalls } from './calls/calls.ts';
export { isAnswered, isForwarded, tiedToHop } from './calls/headers.ts';
export {
  type CallErrorCode,
  callErrorCodes,
  callErrorStatus,
  callErrorTitle,
  IntegrationError,
} from './calls/integration-error.ts';
export { checkEndpoint } from './calls/path.ts';
export { type CallRecord, keepHead, openHead } from './calls/record.ts';
export { noteFailure, toIntegrationError } from './calls/refusals.ts';
export { type CallTarget, flat } from './calls/target.ts';
export {
  type BrowserSession,
  CredentialError,
  type CredentialProblem,
  connectionPolicy,
  credentialCache,
  credentialFor,
  credentialProblems,
  type FinishResult,
  finishAuthorization,
  type LiveCredential,
  type RenewalCause,
  renewCredential,
  renewDue,
  revokeOutstanding,
} from './connections/live.ts';
export { type Deliveries, type DeliveriesOptions, openDeliveries } from './deliveries/engine.ts';
export { tellExpiring } from './deliveries/expiring.ts';
export { type FanOutEvent, fanOut } from './deliveries/fan-out.ts';
export { pruneDeliveries } from './deliveries/prune.ts';
export { type ComparedSystem, compareSystem } from './drift/compare-system.ts';
export { allListableSystems } from './drift/systems.ts';
export {
  type CheckSubject,
  type CheckWatch,
  dueIntegrations,
  type FinishedCheck,
  openForCheck,
  type ReadyCheck,
  type RecordedCheck,
  type Recorder,
  recordChecks,
  runCheck,
} from './health/index.ts';
export { ensureAllIntegrations, ensureIntegrations } from './integrations/ensure.ts';
export {
  type AuditAction,
  auditActions,
  type ConnectionPolicy,
  eventChannel,
  fieldErrors,
  type LiveEvent,
  openPolicy,
  type Permitted,
  type Person,
  type PersonContext,
  type PersonVerb,
  type Runtime,
  type ServiceContext,
  type Verb,
} from './kernel/index.ts';
export {
  ownProvider,
  type ProductEventParts,
  type ProductEventType,
  productEvent,
  productEventTypes,
} from './kernel/product-events.ts';
export { deliveryChannel } from './kernel/wake.ts';
export { resolveApiKey } from './keys/resolve.ts';
export { type Mailer, mailerOf } from './mail/index.ts';
export { type RemovedBatch, settleRemovals } from './offboardings/settle-due.ts';
export { closeStrays } from './offboardings/strays.ts';
export { resolveOrganization } from './organizations/resolve.ts';
export { deleteOwnPerson } from './people/delete.ts';
export { signOnClaims } from './sign-on/claims.ts';
export { type Following, followEvents } from './stream/follow.ts';
export { openSettings, type SettingsPlace, verifyKeyring } from './vault/index.ts';
export { type HandOnResult, handOnEvents, retryFailedEvents } from './webhooks/hand-on.ts';
export { type HandingOn, type HandingOnOptions, openHandingOn } from './webhooks/handing-on.ts';
export type { HookAnswer } from './webhooks/handshake.ts';
export {
  type HookApp,
  type Hooks,
  type HooksOptions,
  openHooks,
} from './webhooks/hooks.ts';
export { pruneReceipts } from './webhooks/prune.ts';
export type { WebhookRequest } from './webhooks/request.ts';
export type { Source } from './webhooks/source.ts';
export type { RefusalReason } from './webhooks/verify.ts';
export { waitingChannel } from './webhooks/waker.ts';

/** Every operation of the product, by area. Routers, jobs and pages call these and nothing below them. */
export const services = {
  accounts,
  alerts,
  audit,
  calls,
  catalog,
  connections,
  drift,
  deliveries,
  events,
  integrations,
  invitations,
  keys,
  members,
  offboardings,
  operations,
  organizations,
  people,
  repairs,
  replays,
  sources,
  signOn,
  subscriptions,
  webhooks,
};
