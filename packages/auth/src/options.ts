import type { BetterAuthOptions } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { organization } from 'better-auth/plugins';
import { z } from 'zod';
import type { IdentityDatabase } from './database.ts';
import { longestPassword, shortestPassword } from './password-policy.ts';
import { type AuthSettings, basePath, idleSessionSeconds } from './settings.ts';
import { signOnPlugins } from './sign-on/plugins.ts';
import { guardSignUp } from './sign-up-gate.ts';

/** Written by our own entry after it has resolved the client; a header of that name from outside is dropped. */
export const addressHeader = 'x-patchbay-client-address';

const SignUpBody = z.object({ email: z.string(), invitation: z.string().optional() });

export function identityOptions(settings: AuthSettings, db: IdentityDatabase) {
  const { origin } = new URL(settings.publicUrl);
  return {
    appName: 'Patchbay',
    baseURL: origin,
    basePath,
    secret: settings.secret,
    trustedOrigins: [origin, ...(settings.trustedOrigins ?? [])],
    database: { db, type: 'postgres', transaction: true, schemaName: 'auth' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
    },
    user: {
      additionalFields: {
        operator: { type: 'boolean', required: true, defaultValue: false, input: false },
      },
    },
    session: { expiresIn: idleSessionSeconds, updateAge: 86_400, freshAge: 15 * 60 },
    // The table stays part of the schema; limits.ts counts in it, by account and by failure.
    rateLimit: { enabled: false, storage: 'database' },
    plugins: [
      organization({
        schema: {
          invitation: {
            additionalFields: {
              tokenHash: { type: 'string', required: true, unique: true, input: false },
            },
          },
        },
      }),
      ...signOnPlugins(settings, db),
    ],
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        if (ctx.path !== '/sign-up/email') return;
        const body = SignUpBody.safeParse(ctx.body);
        if (body.success) await guardSignUp(db, settings.signup, body.data);
      }),
    },
    databaseHooks: {
      // Whoever is deleted has accounts elsewhere that have to go as well; only the product's own verb knows of them.
      user: { delete: { before: async () => false } },
    },
    advanced: {
      ...cookieOptions(settings.publicUrl),
      // A test compares the schema; asking at every start would connect before anybody does anything.
      database: { generateId: 'uuid', validateSchema: false },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    telemetry: { enabled: false },
    // Only the fixed text of a message: its arguments can hold addresses, rows and stack traces.
    logger: {
      level: 'warn',
      disabled: settings.log === undefined,
      log: (level, message) => settings.log?.(level, withoutAddresses(message)),
    },
    // Its router would print what it does not know, rows and all, past the logger; our entry catches it.
    onAPIError: { throw: true, errorURL: `${origin}/sso/refused` },
  } satisfies BetterAuthOptions;
}

/**
 * `__Host-` pins a cookie to this very host over https. Over http browsers refuse that prefix, and
 * they share cookies between ports, so there the port is part of the name.
 */
function cookieOptions(publicUrl: string) {
  const { protocol, port } = new URL(publicUrl);
  const secure = protocol === 'https:';
  return {
    cookiePrefix: secure ? '__Host-patchbay' : `patchbay${port && `-${port}`}`,
    useSecureCookies: false,
    defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
  } as const;
}

const withoutAddresses = (message: string) =>
  String(message).replaceAll(/[^\s@:<>"']+@[^\s@:<>"']+/g, '[address]');
