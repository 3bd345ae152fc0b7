import { PgBoss } from 'pg-boss';
import type { z } from 'zod';
import type { JobDefinition } from './define.ts';
import { describeError } from './describe-error.ts';
import { JobInputError, parseJobInput } from './input.ts';

export type OpenJobsOptions = {
  url: string;
  /** Names the process in pg_stat_activity. */
  applicationName: string;
  /** Connections besides the one that listens; 4 unless told. */
  poolSize?: number;
  /** Whether a new job wakes idle workers at once; without it they look every 2 seconds. */
  notify?: boolean;
  /** Trouble in the background, such as a lost connection. Work goes on by itself when it is over. */
  onError(error: unknown): void;
};

export type WorkOptions = {
  /** How many batches run side by side in this process; 1 unless told. */
  concurrency?: number;
  /** Jobs fetched with one query; each runs and ends for itself. 1 unless told. */
  batchSize?: number;
};

export type RunningJob<Input> = {
  id: string;
  input: Input;
  /** 1 for the first attempt. */
  attempt: number;
  /** Aborted when the result can no longer count: the process stops, or the job went to another one. */
  signal: AbortSignal;
};

/** Throwing fails the attempt; the job is retried as its definition says, then goes to the dead letters. */
export type JobHandler<Input> = (job: RunningJob<Input>) => Promise<void>;

export type JobOutcome = {
  job: string;
  id: string;
  attempt: number;
  durationMs: number;
  error: unknown;
};

export type Jobs = {
  start(): Promise<void>;
  /** Starts to work on a kind of job; `onFailure` hears of every failed attempt. */
  work<Input extends z.ZodType>(
    job: JobDefinition<Input>,
    handler: JobHandler<z.output<Input>>,
    options?: WorkOptions & { onFailure?: (outcome: JobOutcome) => void },
  ): Promise<void>;
  /**
   * Fetches nothing more and lets what runs finish. After `graceMs` the signals are aborted, and what still runs
   * two seconds later is given back to be retried elsewhere.
   */
  stop(graceMs: number): Promise<void>;
};

// A poll is one indexed query. Jobs that start later are found by polling only, so it stays short.
const pollSeconds = 1;

/** Opens the queue for working. To enqueue, nothing has to be open: `enqueue` takes the caller's transaction. */
export function openJobs(options: OpenJobsOptions): Jobs {
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.poolSize ?? 4,
    useListenNotify: options.notify ?? true,
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    persistWarnings: false,
  });
  boss.on('error', options.onError);
  const stopping = new AbortController();
  const names = new Set<string>();

  return {
    start: async () => {
      await boss.start();
    },
    async work(job, handler, { concurrency = 1, batchSize = 1, onFailure } = {}) {
      names.add(job.name);
      for (let index = 0; index < concurrency; index += 1) {
        // One registration each: a shared one could not be woken again one by one (below).
        const id: string = await boss.work(
          job.name,
          {
            batchSize,
            perJobResults: true,
            pollingIntervalSeconds: pollSeconds,
            notifyPollingIntervalSeconds: pollSeconds,
            heartbeatRefreshSeconds: Math.max(1, Math.floor(job.heartbeatSeconds / 4)),
          },
          async (batch) => {
            const attempts = batch.map((fetched) =>
              attemptOne(job, handler, fetched, stopping.signal, onFailure),
            );
            // Otherwise the worker would sleep until the next poll although more may wait.
            return Promise.all(attempts).finally(() => boss.notifyWorker(id));
          },
        );
      }
    },
    async stop(graceMs) {
      const drained = Promise.all([...names].map((name) => boss.offWork(name, { wait: true })));
      if (!(await settlesWithin(drained, graceMs))) {
        stopping.abort(new Error('The process is stopping'));
        await settlesWithin(drained, 2_000);
      }
      await boss.stop({ graceful: false });
    },
  };
}

type Fetched = { id: string; data: unknown; retryCount: number; signal: AbortSignal };

async function attemptOne<Input extends z.ZodType>(
  job: JobDefinition<Input>,
  handler: JobHandler<z.output<Input>>,
  { id, data, retryCount, signal }: Fetched,
  stopping: AbortSignal,
  onFailure: ((outcome: JobOutcome) => void) | undefined,
) {
  const attempt = retryCount + 1;
  const started = performance.now();
  try {
    const input = parseJobInput(job, data);
    await handler({ id, input, attempt, signal: AbortSignal.any([signal, stopping]) });
    return { id, status: 'completed' as const };
  } catch (error) {
    const durationMs = Math.round(performance.now() - started);
    onFailure?.({ job: job.name, id, attempt, durationMs, error });
    const status = error instanceof JobInputError ? ('deadletter' as const) : ('failed' as const);
    return { id, status, output: describeError(error) };
  }
}

/** False when the time was over first; a rejection counts as settled. */
async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = work.then(
    () => true,
    () => true,
  );
  const settled = await Promise.race([done, late]);
  clearTimeout(timer);
  return settled;
}
