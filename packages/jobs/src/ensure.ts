import { setTimeout as wait } from 'node:timers/promises';
import { PgBoss, type Queue } from 'pg-boss';
import type { JobDefinition } from './define.ts';
import { jobDefinitions } from './definitions/index.ts';

const attempts = 6;

/**
 * Brings the schema `pgboss` and the queues of all jobs up to this version. Whatever enqueues needs it, so it runs
 * wherever `migrate` runs. Safe to call from several processes at once and as often as one likes.
 */
export async function ensureJobs(
  url: string,
  definitions: readonly JobDefinition[] = jobDefinitions,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await install(url, definitions);
    } catch (error) {
      // Of two processes that install at once one fails half-way and finds everything there the next time.
      if (attempt === attempts) throw error;
      await wait(100 * attempt);
    }
  }
}

async function install(url: string, definitions: readonly JobDefinition[]): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'patchbay ensure jobs',
    max: 1,
    supervise: false,
    schedule: false,
  });
  // Failures reach us as rejections; an error event that nobody hears would end the process.
  boss.on('error', () => {});
  try {
    await boss.start();
    const present = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
    for (const definition of definitions) await declare(boss, definition, present);
  } finally {
    await boss.stop({ graceful: false });
  }
}

async function declare(
  boss: PgBoss,
  definition: JobDefinition,
  present: ReadonlyMap<string, Queue>,
): Promise<void> {
  const { name, deadLetter } = definition;
  if (!present.has(deadLetter)) await boss.createQueue(deadLetter, { retentionSeconds: days(90) });
  const wanted = queueOptions(definition);
  const found = present.get(name);
  if (found === undefined) return boss.createQueue(name, { ...wanted, policy: 'standard' });
  const options = Object.keys(wanted) as (keyof typeof wanted)[];
  if (options.some((option) => found[option] !== wanted[option]))
    await boss.updateQueue(name, wanted);
}

const days = (count: number) => count * 86_400;

const queueOptions = (definition: JobDefinition) => ({
  retryLimit: definition.retry.limit,
  retryDelay: definition.retry.delaySeconds,
  retryBackoff: true,
  retryDelayMax: definition.retry.maxDelaySeconds,
  expireInSeconds: definition.timeoutSeconds,
  heartbeatSeconds: definition.heartbeatSeconds,
  deleteAfterSeconds: days(definition.keepDays),
  deadLetter: definition.deadLetter,
  notify: true,
});
