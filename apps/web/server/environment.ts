import process from 'node:process';
import {
  flag,
  hostTargets,
  list,
  parseEnvironment,
  port,
  postgresUrl,
  siteAddress,
} from '@patchbay/core';
import {
  isAllowEntry,
  type ProviderVariables,
  providerVariables,
  webhookSecretsFrom,
} from '@patchbay/providers';
import { type ConnectionPolicy, connectionPolicy } from '@patchbay/services';
import { z } from 'zod';
import { sandboxSettings } from './sandbox-settings.ts';

const shape = {
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: siteAddress.optional(),
  WEBHOOKS_PUBLIC_URL: siteAddress.optional(),
  CALLBACK_PUBLIC_URL: siteAddress.optional(),
  SIGNUP: z
    .enum(['open', 'invitation', 'closed'], 'must be open, invitation or closed')
    .default('invitation'),
  TRUSTED_PROXY_HEADER: z
    .string()
    .regex(/^[\w-]+$/, 'must be the name of a header')
    .optional(),
  DATABASE_URL: postgresUrl,
  APP_ENCRYPTION_KEY: z.string().optional(),
  AUTH_SECRET: z.string('must be set').min(32, 'must have at least 32 characters'),
  OUTBOUND_ALLOW: list
    .refine((entries) => entries.every(isAllowEntry), 'must be hosts, addresses or CIDR ranges')
    .default([]),
  OUTBOUND_REWRITES: hostTargets.default({}),
  SANDBOX_SETTINGS: sandboxSettings.default({}),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  INTEGRATIONS_ENABLED: flag.default(true),
  INTEGRATIONS_ALLOWED: list.default([]),
  INTEGRATIONS_USAGE_LOGGING_ENABLED: flag.default(false),
};

export type Environment = Omit<z.infer<z.ZodObject<typeof shape>>, 'PUBLIC_URL'> & {
  PUBLIC_URL: string;
  /** Who may connect what and through which apps: `INTEGRATIONS_*` and the providers' own variables. */
  oauth: ConnectionPolicy;
  /** Secrets of the operator's apps that receive webhooks for all organizations, by provider. */
  webhookSecrets: Readonly<Record<string, string>>;
  /** What stands in for settings of organizations that have none, by provider: looked at when it is needed. */
  variables: ProviderVariables;
};

/**
 * Reads what the web process needs. Without `PUBLIC_URL` people reach it where it listens.
 * @throws EnvironmentError naming every bad variable.
 */
export function readEnvironment(
  source: Record<string, string | undefined> = process.env,
): Environment {
  const parsed = parseEnvironment(shape, source);
  const publicUrl = parsed.PUBLIC_URL ?? `http://localhost:${parsed.PORT}`;
  const oauth = connectionPolicy(source, parsed, publicUrl);
  return {
    ...parsed,
    webhookSecrets: webhookSecretsFrom(source),
    PUBLIC_URL: publicUrl,
    oauth,
    variables: providerVariables(source),
  };
}
