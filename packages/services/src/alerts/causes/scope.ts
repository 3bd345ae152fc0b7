import { type RawBuilder, sql } from 'kysely';
import type { Scope } from './cause.ts';

export const within = (column: RawBuilder<unknown>, { organizationIds }: Scope) =>
  organizationIds === null ? sql`true` : sql`${column} = any(${organizationIds}::uuid[])`;

/** Moments of raw rows, in Unix milliseconds. */
export const ms = (column: RawBuilder<unknown>) =>
  sql<number>`(extract(epoch from ${column}) * 1000)::float8`;
