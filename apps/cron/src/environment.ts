import process from 'node:process';
import {
  flag,
  hostTargets,
  list,
  parseEnvironment,
  postgresUrl,
  siteAddress,
} from '@patchbay/core';
import { isAllowEntry, type ProviderVariables, providerVariables } from '@patchbay/providers';
import { type ConnectionPolicy, connectionPolicy } from '@patchbay/services';
import { validate } from 'node-cron';
import { z } from 'zod';
import { logLevels } from './log.ts';

const count = (least: number, most: number) =>
  z.coerce
    .number(`must be a number from ${least} to ${most}`)
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

const shape = {
  DATABASE_URL: postgresUrl,
  APP_ENCRYPTION_KEY: z.string().optional(),
  HEALTH_SWEEP_CRON: z
    .string()
    .refine(validate, 'must be a cron expression')
    .default('*/15 * * * *'),
  HEALTH_CONCURRENCY: count(1, 512).default(32),
  HEALTH_HOST_CONCURRENCY: count(1, 128).default(4),
  HEALTH_JITTER_SECONDS: count(0, 600).default(60),
  HEALTH_RETENTION_DAYS: count(1, 3650).default(30),
  INTEGRATIONS_USAGE_RETENTION_DAYS: count(1, 3650).default(30),
  WEBHOOKS_RETENTION_DAYS: count(1, 3650).default(30),
  WEBHOOKS_CONCURRENCY: count(1, 1024).default(128),
  WEBHOOKS_SUBSCRIPTION_CONCURRENCY: count(1, 256).default(16),
  WEBHOOKS_COPY_DAYS: count(4, 365).default(14),
  OUTBOUND_ALLOW: list
    .refine((entries) => entries.every(isAllowEntry), 'must be hosts, addresses or CIDR ranges')
    .default([]),
  OUTBOUND_REWRITES: hostTargets.default({}),
  PUBLIC_URL: siteAddress.default('http://localhost:3000'),
  INTEGRATIONS_ENABLED: flag.default(true),
  INTEGRATIONS_ALLOWED: list.default([]),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
};

export type Environment = z.infer<z.ZodObject<typeof shape>> & {
  /** Through which apps tokens are renewed and ended; the same variables as the web process reads. */
  oauth: ConnectionPolicy;
  /** What stands in for settings of organizations that have none, by provider: looked at when it is needed. */
  variables: ProviderVariables;
};

/** Throws `EnvironmentError` naming every bad variable. */
export function readEnvironment(
  source: Record<string, string | undefined> = process.env,
): Environment {
  const parsed = parseEnvironment(shape, source);
  const oauth = connectionPolicy(source, parsed, parsed.PUBLIC_URL);
  return { ...parsed, oauth, variables: providerVariables(source) };
}
