import { createHash } from 'node:crypto';
import { APIError } from 'better-auth/api';
import type { IdentityDatabase } from './database.ts';
import type { SignupMode } from './settings.ts';

/** The first person has nobody who could invite them, so an empty Patchbay lets one in. */
export async function hasPeople(db: IdentityDatabase): Promise<boolean> {
  const found = await db.selectFrom('auth.user').select('id').limit(1).executeTakeFirst();
  return found !== undefined;
}

/** Whether this token is a pending invitation of that address. Accepting it is the service's business. */
async function isInvited(db: IdentityDatabase, email: string, token: string): Promise<boolean> {
  const found = await db
    .selectFrom('auth.invitation')
    .select('tokenHash')
    .where('tokenHash', '=', createHash('sha256').update(token).digest('hex'))
    .where('email', '=', email.toLowerCase())
    .where('status', '=', 'pending')
    .where('expiresAt', '>', new Date())
    .executeTakeFirst();
  return found !== undefined;
}

/** Refuses a sign-up that `SIGNUP` does not allow; runs inside the identity library, on every way in. */
export async function guardSignUp(
  db: IdentityDatabase,
  mode: SignupMode,
  { email, invitation }: { email: string; invitation?: string | undefined },
): Promise<void> {
  if (mode === 'open') return;
  if (mode === 'closed') throw refused('SIGN_UP_CLOSED', 'Nobody can sign up here.');
  if (!(await hasPeople(db))) return;
  if (invitation && (await isInvited(db, email, invitation))) return;
  throw refused(
    'INVITATION_REQUIRED',
    'Signing up here takes a valid invitation for this e-mail address.',
  );
}

const refused = (code: string, message: string) => new APIError('FORBIDDEN', { code, message });
