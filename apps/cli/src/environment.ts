import process from 'node:process';
import { parseEnvironment, postgresUrl } from '@patchbay/core';
import { z } from 'zod';

const shape = {
  DATABASE_URL: postgresUrl,
  APP_ENCRYPTION_KEY: z.string().optional(),
};

export type Environment = z.infer<z.ZodObject<typeof shape>>;

/** Reads what the commands need. Throws `EnvironmentError` naming every bad variable. */
export const readEnvironment = (
  source: Record<string, string | undefined> = process.env,
): Environment => parseEnvironment(shape, source);
