import { PatchbayError } from '@patchbay/core';

const reasons: Record<string, string> = {
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
};

/** Turns a file system error into a sentence a person can act on; other errors pass unchanged. */
export function explainFileError(error: unknown, directory: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code];
  if (reason === undefined) return error;
  return new PatchbayError(
    'unavailable',
    `The embedded PostgreSQL cannot use ${directory}: ${reason} (${code}). Set PATCHBAY_DATA_DIR to a directory this account owns, or DATABASE_URL to a PostgreSQL server.`,
    { cause: error },
  );
}
