import { systemClock } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { openOrm } from '@patchbay/db';
import { createHttp, type ProviderVariables, type Rewrites } from '@patchbay/providers';
import { type ConnectionPolicy, mailerOf, type Runtime, verifyKeyring } from '@patchbay/services';

export type RuntimeSettings = {
  DATABASE_URL: string;
  APP_ENCRYPTION_KEY?: string | undefined;
  OUTBOUND_ALLOW: readonly string[];
  OUTBOUND_REWRITES: Rewrites;
  SMTP_URL?: string | undefined;
  MAIL_FROM?: string | undefined;
  SIGNUP: Runtime['signup'];
  WEBHOOKS_PUBLIC_URL?: string | undefined;
  oauth: ConnectionPolicy;
  variables?: ProviderVariables;
};

export type OpenRuntime = Runtime & { close(): Promise<void> };

/**
 * Opens what every verb works with: the database, the keys (proved against it) and the guarded way out.
 * @throws EnvironmentError when the keys are unusable or are not this database's.
 */
export async function createRuntime(settings: RuntimeSettings): Promise<OpenRuntime> {
  const keys = await parseKeyRing(settings.APP_ENCRYPTION_KEY);
  const mail = mailerOf(settings, systemClock);
  const orm = await openOrm({ url: settings.DATABASE_URL, applicationName: 'patchbay web' });
  try {
    await verifyKeyring(orm, keys);
  } catch (error) {
    await orm.close();
    throw error;
  }
  const http = createHttp({
    clock: systemClock,
    allow: settings.OUTBOUND_ALLOW,
    rewrites: settings.OUTBOUND_REWRITES,
  });
  return {
    orm,
    keys,
    clock: systemClock,
    http,
    signup: settings.SIGNUP,
    oauth: settings.oauth,
    webhooksUrl: settings.WEBHOOKS_PUBLIC_URL,
    ...(settings.variables && { variables: settings.variables }),
    mail,
    close: async () => {
      await http.close();
      await mail?.close();
      await orm.close();
    },
  };
}
