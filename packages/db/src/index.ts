export {
  ApiKey,
  AuditLog,
  type CheckTrigger,
  checkTriggers,
  DataKey,
  entities,
  HealthCheck,
  IntegrationConfig,
  Invitation,
  type InvitationStatus,
  invitationStatuses,
  KeyCheck,
  Member,
  Organization,
  type StoredSettings,
  User,
} from './entities/index.ts';
export { isMigrated, migrate } from './migrate.ts';
export { type Orm, type OrmOptions, openOrm, ormConfig } from './orm.ts';
export { dropPartitionsBefore, ensurePartitions, partitionedTables } from './partitions.ts';
