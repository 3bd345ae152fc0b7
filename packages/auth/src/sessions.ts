import { PatchbayError } from '@patchbay/core';
import type { IdentityDatabase } from './database.ts';
import type { createLibrary } from './library.ts';
import { longestSessionMs } from './settings.ts';

export type SessionUser = { id: string; name: string; email: string; operator: boolean };

export type Session = {
  id: string;
  user: SessionUser;
  /** When it ends unless it is used again. */
  expiresAt: Date;
  /** `Set-Cookie` values to pass on, when the session was prolonged; usually none. */
  setCookie: string[];
};

export type SessionLine = {
  id: string;
  createdAt: Date;
  lastUsedAt: Date;
  address: string | null;
  userAgent: string | null;
  current: boolean;
};

type Library = ReturnType<typeof createLibrary>;

/** The session behind a request's cookies, read from the database each time, or null. */
export async function sessionOf(
  library: Library,
  db: IdentityDatabase,
  headers: Headers,
): Promise<Session | null> {
  const cookie = headers.get('cookie');
  if (cookie === null) return null;
  const answer = await library.api.getSession({
    headers: new Headers({ cookie }),
    returnHeaders: true,
  });
  if (answer.response === null) return null;
  const { session, user } = answer.response;
  if (session.createdAt.getTime() + longestSessionMs <= Date.now()) {
    await removeSession(db, user.id, session.id);
    return null;
  }
  const { id, name, email, operator } = user;
  return {
    id: session.id,
    user: { id, name, email, operator },
    expiresAt: session.expiresAt,
    setCookie: answer.headers.getSetCookie(),
  };
}

/** A person's running sessions, the newest first; for a page where unknown ones can be ended. */
export async function listSessions(db: IdentityDatabase, current: Session): Promise<SessionLine[]> {
  const rows = await db
    .selectFrom('auth.session')
    .select(['id', 'createdAt', 'updatedAt', 'ipAddress', 'userAgent'])
    .where('userId', '=', current.user.id)
    .where('expiresAt', '>', new Date())
    .orderBy('createdAt', 'desc')
    .execute();
  return rows.map(({ updatedAt, ipAddress, ...row }) => ({
    id: row.id,
    createdAt: row.createdAt,
    lastUsedAt: updatedAt,
    address: ipAddress || null,
    userAgent: row.userAgent || null,
    current: row.id === current.id,
  }));
}

/** Ends one of a person's own sessions; `not_found` for any other. */
export async function endSession(db: IdentityDatabase, userId: string, id: string): Promise<void> {
  const { numDeletedRows } = await removeSession(db, userId, id);
  if (numDeletedRows === 0n) throw new PatchbayError('not_found', 'There is no such session.');
}

const removeSession = (db: IdentityDatabase, userId: string, id: string) =>
  db
    .deleteFrom('auth.session')
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirst();

/** Ends all of a person's sessions at once. */
export const endAllSessions = (db: IdentityDatabase, userId: string) =>
  db.deleteFrom('auth.session').where('userId', '=', userId).execute();
