import { p } from '@mikro-orm/core';
import { Organization, User } from './auth.entity.ts';

/** Columns that tables share, spread into each rather than inherited. */
export const identity = { id: p.uuid().primary().defaultRaw('gen_random_uuid()') };

export const timestamps = {
  createdAt: p.datetime().defaultRaw('now()'),
  updatedAt: p.datetime().defaultRaw('now()'),
};

/** The tenant of a row; the row goes with it. */
export const tenant = {
  organizationId: p
    .manyToOne(Organization)
    .mapToPk()
    .fieldName('organization_id')
    .deleteRule('cascade')
    .index(false),
};

/** The person behind a row, forgotten when the person is deleted. */
export const person = (column: string) =>
  p.manyToOne(User).mapToPk().fieldName(column).nullable().deleteRule('set null').index(false);
