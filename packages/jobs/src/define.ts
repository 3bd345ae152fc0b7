import type { z } from 'zod';

export type Retry = {
  /** Further attempts after the first one; then the job goes to the dead letter queue. */
  limit: number;
  /** Before the first retry; each further one waits about twice as long, up to the maximum. */
  delaySeconds: number;
  maxDelaySeconds: number;
};

type JobParts<Input extends z.ZodType> = {
  /** Kebab-case verb and object: `check-health`. Also the name of its queue. */
  name: string;
  /** What the job carries, as JSON. Keep it small and free of secrets: it is stored in the clear. */
  input: Input;
  retry?: Partial<Retry>;
  /** One attempt may take this long. 300 unless told. */
  timeoutSeconds?: number;
  /** A worker that was silent for so long is taken for dead and its job given to another; at least 10. */
  heartbeatSeconds?: number;
  /** Finished jobs are remembered for so long; an id used again within that time does nothing. */
  keepDays?: number;
};

export type JobDefinition<Input extends z.ZodType = z.ZodType> = {
  readonly name: string;
  readonly input: Input;
  readonly retry: Retry;
  readonly timeoutSeconds: number;
  readonly heartbeatSeconds: number;
  readonly keepDays: number;
  /** Where a job ends up whose attempts are used up. */
  readonly deadLetter: string;
};

/** Declares a job. List it in `definitions/index.ts`, which is where its queues come from. */
export const defineJob = <Input extends z.ZodType>(
  parts: JobParts<Input>,
): JobDefinition<Input> => ({
  name: parts.name,
  input: parts.input,
  retry: { limit: 5, delaySeconds: 2, maxDelaySeconds: 300, ...parts.retry },
  timeoutSeconds: parts.timeoutSeconds ?? 300,
  heartbeatSeconds: parts.heartbeatSeconds ?? 10,
  keepDays: parts.keepDays ?? 7,
  deadLetter: `${parts.name}-dead`,
});
