import { z } from 'zod';

const kinds = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
  'ssh-rsa',
] as const;
const smallestRsa = 2_048;
const lineRule = /^([a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})(?: (.*))?$/;

/** What is wrong with one line of an authorized_keys file; `null` for nothing. */
function troubleIn(line: string): string | null {
  if (line.includes('PRIVATE KEY'))
    return 'is a private key; give the public one, which ends with .pub';
  const [, kind = '', body = ''] = lineRule.exec(line) ?? [];
  if (!kinds.some((known) => known === kind))
    return 'must begin with its kind, such as ssh-ed25519, and carry no options';
  const parts = partsOf(Buffer.from(body, 'base64'));
  if (parts[0]?.toString('latin1') !== kind || parts.length < 2) return 'is not a whole public key';
  if (kind === 'ssh-rsa' && bitsOf(parts[2]) < smallestRsa)
    return `is an RSA key of fewer than ${smallestRsa} bits`;
  return null;
}

/** The length-prefixed strings that a key consists of (RFC 4253); none if it is cut off anywhere. */
function partsOf(body: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    if (at + 4 > body.length) return [];
    const end = at + 4 + body.readUInt32BE(at);
    if (end > body.length) return [];
    parts.push(body.subarray(at + 4, end));
    at = end;
  }
  return parts;
}

/** Of a positive number that may begin with a zero byte. */
function bitsOf(number: Buffer | undefined): number {
  const significant = number?.subarray(number[0] === 0 ? 1 : 0) ?? Buffer.alloc(0);
  return significant.length * 8;
}

/** Kind and key with at most one word behind them: what a comment may say is limited on the other side. */
function tidied(line: string): string {
  const [, kind = '', body = '', comment = ''] = lineRule.exec(line) ?? [];
  const word = comment
    .trim()
    .replace(/[^A-Za-z0-9@._+-]+/g, '-')
    .slice(0, 64);
  return word ? `${kind} ${body} ${word}` : `${kind} ${body}`;
}

const PublicKey = z
  .string()
  .max(8_000, 'is too long')
  .transform((raw) => raw.trim().replace(/[ \t]+/g, ' '))
  .superRefine((line, context) => {
    const message = line === '' ? 'is empty' : troubleIn(line);
    if (message !== null) context.addIssue({ code: 'custom', message });
  })
  .transform(tidied);

const bodyOf = (line: string): string => line.split(' ', 2).join(' ');

/** One to 20 public keys, each with its kind in front and no options. */
export const PublicKeys = z
  .array(PublicKey)
  .min(1, 'Give at least one public key.')
  .max(20, 'At most 20 keys.')
  .refine((keys) => new Set(keys.map(bodyOf)).size === keys.length, 'A key is there twice.');
