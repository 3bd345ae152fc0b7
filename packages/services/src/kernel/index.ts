export {
  type AuditAction,
  type AuditEntry,
  type AuditSubject,
  auditActions,
  hashedPart,
  writeAudit,
} from './audit-entry.ts';
export { change } from './change.ts';
export {
  type ConnectionPolicy,
  openPolicy,
  type Permitted,
  type Person,
  type PersonContext,
  type Runtime,
  type ServiceContext,
} from './context.ts';
export { eventChannel, type LiveEvent, publish } from './events.ts';
export {
  ownProvider,
  type ProductEventParts,
  type ProductEventType,
  productEvent,
  productEventTypes,
} from './product-events.ts';
export {
  definePersonVerb,
  defineVerb,
  fieldErrors,
  type PersonVerb,
  parseInput,
  type Verb,
} from './verb.ts';
