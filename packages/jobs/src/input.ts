import type { z } from 'zod';
import type { JobDefinition } from './define.ts';

/** A job carries what its definition does not accept. Repeating it cannot help, so it is dead at once. */
export class JobInputError extends Error {
  constructor(job: string, paths: string[]) {
    super(`The input of ${job} is not valid at ${paths.join(', ')}`);
    this.name = 'JobInputError';
  }
}

export function parseJobInput<Input extends z.ZodType>(
  job: JobDefinition<Input>,
  raw: unknown,
): z.output<Input> {
  const parsed = job.input.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new JobInputError(
    job.name,
    parsed.error.issues.map(({ path }) => path.join('.') || 'its root'),
  );
}
