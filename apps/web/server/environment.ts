import { EnvironmentError, exitCodes, flag, parseEnvironment, port } from '@patchbay/core';
import { z } from 'zod';

const shape = {
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .transform((text) => new URL(text).origin)
    .optional(),
  SIGNUP: z
    .enum(['open', 'invitation', 'closed'], 'must be open, invitation or closed')
    .default('invitation'),
  TRUST_PROXY: flag.default(false),
};

export type Environment = Omit<z.infer<z.ZodObject<typeof shape>>, 'PUBLIC_URL'> & {
  PUBLIC_URL: string;
};

/** Reads what the web process needs. Without `PUBLIC_URL` people reach it where it listens. */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const parsed = parseEnvironment(shape, source);
  return { ...parsed, PUBLIC_URL: parsed.PUBLIC_URL ?? `http://localhost:${parsed.PORT}` };
}

/** The process's own environment; a bad value is named and ends the start. */
export function environment(): Environment {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(`Patchbay cannot start, the environment is wrong:\n${error.message}`);
    process.exit(exitCodes.configuration);
  }
}
