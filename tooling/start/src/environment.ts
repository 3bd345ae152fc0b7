import { resolve } from 'node:path';
import process from 'node:process';
import { parseEnvironment, port, postgresUrl, siteAddress } from '@patchbay/core';
import { z } from 'zod';

/** What `npm start` itself reads; everything else is passed on to the apps, which check it themselves. */
const shape = {
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: siteAddress.optional(),
  PATCHBAY_DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(path)),
  DATABASE_URL: postgresUrl.optional(),
  APP_ENCRYPTION_KEY: z.string().optional(),
  AUTH_SECRET: z.string().optional(),
  OUTBOUND_ALLOW: z.string().optional(),
  OUTBOUND_REWRITES: z.string().optional(),
};

export type StartEnvironment = ReturnType<typeof readEnvironment>;

/** Throws `EnvironmentError` naming every bad variable. */
export const readEnvironment = () => parseEnvironment(shape, process.env);

/** What children inherit before their own variables are laid over it. */
export const inheritedEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env });
