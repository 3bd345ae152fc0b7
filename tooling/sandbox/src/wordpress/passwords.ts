import { createHash } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function lettersOf(text: string, length: number): string {
  const bytes = createHash('sha512').update(text).digest();
  return Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('');
}

/**
 * 24 letters and digits; the last 16 follow from the first 8, the site and the account, so that a
 * password made on the consent page is still known after a restart.
 */
export function writePassword(site: string, login: string, serial: string): string {
  const head = lettersOf(`${site} ${login} ${serial}`, 8);
  return head + lettersOf(`sandbox ${site} ${login} ${head}`, 16);
}

/** Spaces are ignored, as WordPress does. */
export function isPassword(site: string, login: string, password: string): boolean {
  const bare = password.replaceAll(' ', '');
  return (
    bare.length === 24 &&
    bare.slice(8) === lettersOf(`sandbox ${site} ${login} ${bare.slice(0, 8)}`, 16)
  );
}

export const inFours = (password: string): string => password.replace(/.{4}(?=.)/g, '$& ');

export const passwordId = (password: string): string => {
  const hex = createHash('sha256').update(password.replaceAll(' ', '')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
