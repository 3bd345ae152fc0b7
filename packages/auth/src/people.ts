import { invalidField, PatchbayError } from '@patchbay/core';
import type { IdentityDatabase } from './database.ts';
import type { createLibrary } from './library.ts';
import { confirmPasswordLimits, spend } from './limits.ts';
import { checkPassword } from './password-policy.ts';
import { endAllSessions, type SessionUser } from './sessions.ts';

type Library = ReturnType<typeof createLibrary>;

export type NewPerson = { email: string; name: string; password: string; operator?: boolean };

/**
 * Makes a person past `SIGNUP`, for the demo and for administration on the command line.
 * Refuses with `conflict` when the address is taken, and with `invalid_input` for a weak password.
 */
export async function createUser(library: Library, person: NewPerson): Promise<SessionUser> {
  const email = person.email.trim().toLowerCase();
  checkPassword(person.password, email);
  const { internalAdapter, password } = await library.$context;
  if (await internalAdapter.findUserByEmail(email))
    throw new PatchbayError('conflict', 'There is an account with this e-mail address.');
  const operator = person.operator ?? false;
  const user = await internalAdapter.createUser(
    { email, name: person.name, emailVerified: false, operator },
    { method: 'admin' },
  );
  await internalAdapter.linkAccount({
    userId: user.id,
    providerId: 'credential',
    accountId: user.id,
    password: await password.hash(person.password),
  });
  return { id: user.id, name: user.name, email, operator };
}

/** Replaces a person's password and ends all their sessions. Refuses with `not_found`, `invalid_input`. */
export async function setPassword(
  library: Library,
  db: IdentityDatabase,
  { email, password }: { email: string; password: string },
): Promise<void> {
  checkPassword(password, email);
  const context = await library.$context;
  const found = await context.internalAdapter.findUserByEmail(email.trim().toLowerCase());
  if (!found) throw noSuchPerson();
  const hash = await context.password.hash(password);
  await context.internalAdapter.updatePassword(found.user.id, hash);
  await endAllSessions(db, found.user.id);
}

/**
 * Asks for the password again before something that cannot be undone. Refuses with `invalid_input` at `password`, and
 * with `rate_limited` before anybody has guessed it.
 */
export async function confirmPassword(
  { library, db }: { library: Library; db: IdentityDatabase },
  { userId, password: given }: { userId: string; password: string },
  place: string,
): Promise<void> {
  await spend(db, confirmPasswordLimits(userId, place), new Date());
  const { internalAdapter, password } = await library.$context;
  const accounts = await internalAdapter.findAccounts(userId);
  const hash = accounts.find(({ providerId }) => providerId === 'credential')?.password;
  if (hash && (await password.verify({ hash, password: given }))) return;
  throw invalidField('password', 'This is not your password.');
}

/** Makes a person the platform's operator, or no longer; counts from their next request on. */
export async function setOperator(
  db: IdentityDatabase,
  { email, operator }: { email: string; operator: boolean },
): Promise<SessionUser> {
  const changed = await db
    .updateTable('auth.user')
    .set({ operator })
    .where('email', '=', email.trim().toLowerCase())
    .returning(['id', 'name', 'email', 'operator'])
    .executeTakeFirst();
  if (!changed) throw noSuchPerson();
  return changed;
}

const noSuchPerson = () =>
  new PatchbayError('not_found', 'There is no person with this e-mail address.');
