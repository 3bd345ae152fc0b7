import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { OutboundError } from '../../http/errors.ts';

const stretch = promisify(pbkdf2);

/** Strongest first; the names are IANA's (RFC 5802, RFC 7677). */
export const scramHashes: Readonly<Record<string, string>> = {
  'SCRAM-SHA-512': 'sha512',
  'SCRAM-SHA-256': 'sha256',
  'SCRAM-SHA-1': 'sha1',
};
const maxIterations = 1_000_000;

export type Scram = {
  first: string;
  /** @throws OutboundError when the server's part is not one */
  answer: (challenge: string) => Promise<string>;
  /** The server proves that it knows the account. @throws OutboundError `auth` */
  verify: (final: string) => void;
};

/** The client's side of SCRAM without channel binding (RFC 5802). `nonce` is given by tests only. */
export function createScram(
  hash: string,
  {
    user,
    password,
    nonce = randomBytes(18).toString('base64'),
  }: {
    user: string;
    password: string;
    nonce?: string;
  },
): Scram {
  const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
  const bare = `n=${prepared(user).replace(/=/g, '=3D').replace(/,/g, '=2C')},r=${nonce}`;
  let expected: Buffer | null = null;
  return {
    first: `n,,${bare}`,
    async answer(challenge) {
      const { r = '', s = '', i = '' } = attributes(challenge);
      const iterations = Number(i);
      const isSound = /^\d+$/.test(i) && iterations > 0 && iterations <= maxIterations;
      if (!r.startsWith(nonce) || r === nonce || !s || !isSound) throw broken();
      const length = createHash(hash).digest().length;
      const salted = await stretch(
        prepared(password),
        Buffer.from(s, 'base64'),
        iterations,
        length,
        hash,
      );
      const clientKey = hmac(salted, 'Client Key');
      const storedKey = createHash(hash).update(clientKey).digest();
      const withoutProof = `c=biws,r=${r}`;
      const signed = `${bare},${challenge},${withoutProof}`;
      const signature = hmac(storedKey, signed);
      const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
      expected = hmac(hmac(salted, 'Server Key'), signed);
      return `${withoutProof},p=${proof.toString('base64')}`;
    },
    verify(final) {
      const shown = Buffer.from(attributes(final).v ?? '', 'base64');
      const isKnown = expected?.length === shown.length && timingSafeEqual(expected, shown);
      if (!isKnown)
        throw new OutboundError('auth', 'The server does not know the password that it asked for.');
    },
  };
}

const attributes = (message: string): Record<string, string | undefined> =>
  Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));

/** What SASLprep (RFC 4013) makes of text that people type. */
const prepared = (text: string): string => text.replace(/\p{Zs}/gu, ' ').normalize('NFKC');

const broken = () =>
  new OutboundError('invalid_response', 'The server broke the sign-in off with a strange answer.');
