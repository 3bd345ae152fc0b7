import { z } from 'zod';

/**
 * Names that servers and their administrators use for themselves. A name that the server's configuration calls an
 * administrator makes one of whoever registers it.
 */
const reserved = new Set(
  'abuse admin administrator hostmaster info jabber mail noreply operator owner postmaster prosody root security server support sysadmin system webmaster xmpp'.split(
    ' ',
  ),
);
const longest = 63;

/** The part before the @: stricter than RFC 7622 allows, so that every client and server takes it as it is. */
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'is required')
  .max(longest, `is longer than ${longest} characters`)
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/,
    'may hold letters a to z, digits, dots, hyphens and underscores, and begins and ends with a letter or digit',
  )
  .refine((name) => !reserved.has(name), 'is reserved');

/** `Ann.Müller+chat@example.org` becomes `ann.muller`. */
export function usernameFromEmail(email: string): string | null {
  const [local = ''] = email.split(/[+@]/);
  const plain = local
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '.')
    .slice(0, longest)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  const read = Username.safeParse(plain);
  return read.success ? read.data : null;
}
