import { exitCodes } from '@patchbay/core';
import { Halt } from './stop-signal.ts';

/** By the codes of sockets and name servers, and by those of PostgreSQL (SQLSTATE). */
const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'there is no way to its address',
  ENETUNREACH: 'there is no way to its address',
  ENOTFOUND: 'its name has no address',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'it does not answer',
  '28000': 'it does not let this account in',
  '28P01': 'the password is not the right one',
  '3D000': 'it has no database of that name',
  '42501': 'this account may not make the tables',
  '53300': 'it has no connection left',
  '57P03': 'it is still starting or already stopping',
};

/** What a person can do about a database that cannot be used; other errors pass unchanged. */
export function explainDatabaseError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code];
  if (reason === undefined) return error;
  return new Halt(
    exitCodes.unavailable,
    `The PostgreSQL that DATABASE_URL names cannot be used: ${reason} (${code}).`,
  );
}
