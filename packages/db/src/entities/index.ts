import { AccountBulk, AccountBulkItem } from './account-bulk.entity.ts';
import { AccountDrift, DriftCheck } from './account-drift.entity.ts';
import {
  Alert,
  AlertChannel,
  AlertNotification,
  AlertRules,
  MaintenanceWindow,
} from './alert.entity.ts';
import { ApiKey } from './api-key.entity.ts';
import { AuditLog } from './audit-log.entity.ts';
import { Invitation, Member, Organization, User } from './auth.entity.ts';
import { IntegrationLimit, RateBucket } from './call-limit.entity.ts';
import { CallLog } from './call-log.entity.ts';
import {
  IntegrationAuthState,
  IntegrationPendingGrant,
  IntegrationRevocation,
} from './consent.entity.ts';
import { DataKey, KeyCheck } from './data-key.entity.ts';
import { HealthCheck } from './health-check.entity.ts';
import { IntegrationAccount } from './integration-account.entity.ts';
import { IntegrationConfig } from './integration-config.entity.ts';
import { IntegrationCredential } from './integration-credential.entity.ts';
import { AccountRemoval, Offboarding } from './offboarding.entity.ts';
import { SignOnClient } from './sign-on.entity.ts';
import { IrcAccount, XmppAccount } from './typed-account.entity.ts';

export {
  AccountBulk,
  AccountBulkItem,
  type BulkKind,
  type BulkOutcome,
  bulkKinds,
  bulkOutcomes,
} from './account-bulk.entity.ts';
export { AccountDrift, DriftCheck, type DriftKind, driftKinds } from './account-drift.entity.ts';
export {
  Alert,
  AlertChannel,
  type AlertChannelKind,
  type AlertEnding,
  type AlertKind,
  AlertNotification,
  AlertRules,
  type AlertSeverity,
  type AlertTarget,
  alertChannelKinds,
  alertEndings,
  alertKinds,
  alertSeverities,
  MaintenanceWindow,
  type NotificationKind,
  type NotificationStatus,
  notificationKinds,
  notificationStatuses,
} from './alert.entity.ts';

import {
  WebhookAttempt,
  WebhookDelivery,
  WebhookMessage,
  WebhookStream,
} from './webhook-delivery.entity.ts';
import { WebhookEndpoint, WebhookSecret } from './webhook-endpoint.entity.ts';
import { WebhookEvent, WebhookReceipt } from './webhook-event.entity.ts';
import { ProductEvent, WebhookReplay } from './webhook-replay.entity.ts';
import { WebhookLane, WebhookSubscription } from './webhook-subscription.entity.ts';

export { ApiKey } from './api-key.entity.ts';
export { AuditLog } from './audit-log.entity.ts';
export {
  Invitation,
  type InvitationStatus,
  invitationStatuses,
  Member,
  Organization,
  User,
} from './auth.entity.ts';
export { IntegrationLimit, type LimitMode, limitModes, RateBucket } from './call-limit.entity.ts';
export { CallLog, type CallStatus, callStatuses } from './call-log.entity.ts';
export {
  type ConsentPurpose,
  consentPurposes,
  IntegrationAuthState,
  IntegrationPendingGrant,
  IntegrationRevocation,
} from './consent.entity.ts';
export { DataKey, KeyCheck } from './data-key.entity.ts';
export { type CheckTrigger, checkTriggers, HealthCheck } from './health-check.entity.ts';
export {
  type AccountAsker,
  type AccountOperationKind,
  type AccountOrigin,
  type AccountStatus,
  type AccountTrouble,
  accountOperations,
  accountOrigins,
  accountStatuses,
  accountTroubles,
  IntegrationAccount,
} from './integration-account.entity.ts';
export {
  IntegrationConfig,
  type StoredSettings,
  type WebhookFilters,
} from './integration-config.entity.ts';
export {
  type BrokenReason,
  brokenReasons,
  type ConnectionType,
  connectionTypes,
  IntegrationCredential,
  type OAuthAppOwner,
  oauthApps,
} from './integration-credential.entity.ts';
export {
  AccountRemoval,
  Offboarding,
  type OffboardingKind,
  offboardingKinds,
  openRemovalStates,
  type RemovalState,
  removalStates,
} from './offboarding.entity.ts';
export { SignOnClient } from './sign-on.entity.ts';
export { IrcAccount, XmppAccount } from './typed-account.entity.ts';
export {
  type AttemptOutcome,
  attemptOutcomes,
  deliveryStates,
  WebhookAttempt,
  WebhookDelivery,
  WebhookMessage,
  WebhookStream,
} from './webhook-delivery.entity.ts';
export {
  WebhookEndpoint,
  type WebhookEndpointKind,
  type WebhookRefusal,
  WebhookSecret,
  webhookEndpointKinds,
} from './webhook-endpoint.entity.ts';
export {
  WebhookEvent,
  type WebhookEventState,
  WebhookReceipt,
  webhookEventStates,
} from './webhook-event.entity.ts';
export {
  ProductEvent,
  type ReplayFilter,
  type ReplayState,
  type ReplayStatus,
  replayStates,
  replayStatuses,
  WebhookReplay,
} from './webhook-replay.entity.ts';
export {
  type DisabledReason,
  disabledReasons,
  type EventFilter,
  type SubscriptionKind,
  subscriptionKinds,
  WebhookLane,
  WebhookSubscription,
} from './webhook-subscription.entity.ts';

export const entities = [
  User,
  Organization,
  Member,
  Invitation,
  IntegrationConfig,
  HealthCheck,
  AuditLog,
  DataKey,
  KeyCheck,
  ApiKey,
  IntegrationCredential,
  IntegrationAuthState,
  IntegrationPendingGrant,
  IntegrationRevocation,
  CallLog,
  IntegrationLimit,
  RateBucket,
  IntegrationAccount,
  IrcAccount,
  XmppAccount,
  AccountBulk,
  AccountBulkItem,
  Alert,
  AlertChannel,
  AlertNotification,
  AlertRules,
  MaintenanceWindow,
  WebhookSubscription,
  WebhookLane,
  WebhookStream,
  WebhookMessage,
  WebhookDelivery,
  WebhookAttempt,
  WebhookReplay,
  ProductEvent,
  WebhookEndpoint,
  WebhookSecret,
  WebhookEvent,
  WebhookReceipt,
  SignOnClient,
  AccountDrift,
  DriftCheck,
  Offboarding,
  AccountRemoval,
];
