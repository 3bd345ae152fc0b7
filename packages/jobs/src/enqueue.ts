import type { Orm } from '@patchbay/db';
import { fromKysely, PgBoss } from 'pg-boss';
import type { z } from 'zod';
import type { JobDefinition } from './define.ts';
import { parseJobInput } from './input.ts';

/** What is needed of an entity manager, whatever entities its type knows. */
type EntityManager = Pick<Orm['em'], 'getKysely' | 'execute'>;

export type EnqueueOptions = {
  /** A UUID, as `uuidFrom` makes it: a second job under it does nothing, even after the first is done. */
  id?: string;
  /** Not before this moment. */
  startAfter?: Date;
};

/**
 * Enqueues a job in the transaction of `em`: it exists if and when that commits. Answers its id, or `null` when a
 * job under the given id exists already.
 */
export async function enqueue<Input extends z.ZodType>(
  em: EntityManager,
  job: JobDefinition<Input>,
  input: z.input<Input>,
  options: EnqueueOptions = {},
): Promise<string | null> {
  const [id = null] = await enqueueAll(em, job, [{ input, ...options }]);
  return id;
}

/** Like `enqueue` for many jobs in one statement; answers the ids of those that are new. */
export async function enqueueAll<Input extends z.ZodType>(
  em: EntityManager,
  job: JobDefinition<Input>,
  items: readonly ({ input: z.input<Input> } & EnqueueOptions)[],
): Promise<string[]> {
  if (items.length === 0) return [];
  const rows = items.map(({ input, id, startAfter }) => {
    parseJobInput(job, input);
    return { data: input as object, id, startAfter: startAfter?.toISOString() };
  });
  // Never started: it has no connection of its own and only writes through the caller's.
  const boss = new PgBoss({ db: fromKysely(em.getKysely()), supervise: false, schedule: false });
  return (await boss.insert(job.name, rows, { returnId: true })) ?? [];
}

export type WaitingJob<Input extends z.ZodType> = { id: string; input: z.output<Input> };

/** The jobs that nobody works on yet, so that what still waits is not queued a second time. */
export async function waitingJobs<Input extends z.ZodType>(
  em: EntityManager,
  job: JobDefinition<Input>,
): Promise<WaitingJob<Input>[]> {
  const rows = await em.execute<{ id: string; data: unknown }[]>(
    `select id, data from pgboss.job where name = ? and state < 'active' order by created_on, id`,
    [job.name],
  );
  return rows.map(({ id, data }) => ({ id, input: parseJobInput(job, data) }));
}
