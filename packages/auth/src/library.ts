import { betterAuth } from 'better-auth';
import type { IdentityDatabase } from './database.ts';
import { identityOptions } from './options.ts';
import type { AuthSettings } from './settings.ts';

/** The identity library itself. Kept inside this package: callers get `createAuth`. */
export const createLibrary = (settings: AuthSettings, db: IdentityDatabase) =>
  betterAuth(identityOptions(settings, db));
