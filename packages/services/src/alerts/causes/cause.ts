import type { EntityManager } from '@mikro-orm/postgresql';
import type { AlertKind, AlertSeverity } from '@patchbay/db';

/** A state that an alert can speak of, as it stands now. */
export type Cause = {
  organizationId: string;
  /** Names the state within the organization. */
  cause: string;
  kind: AlertKind;
  severity: AlertSeverity;
  integrationId: string | null;
  /** The thing itself where it is no integration. */
  subjectId: string | null;
  subjectName: string;
  reason: string;
  what: string;
  why: string;
  since: Date;
  /** False for a state that is not over yet, but no reason to open an alert either. */
  opens: boolean;
};

/** Of these organizations, or of everybody. */
export type Scope = { now: Date; organizationIds: string[] | null };

/** Reads the causes of one kind: one query, whatever their number. */
export type ReadCauses = (em: EntityManager, scope: Scope) => Promise<Cause[]>;
