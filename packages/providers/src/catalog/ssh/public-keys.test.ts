import { generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { PublicKeys } from './public-keys.ts';
import { keyPair } from './testing/key-pair.ts';

const made = (kind: 'ed25519' | 'ecdsa' | 'rsa', bits?: number): string =>
  ssh2.utils.generateKeyPairSync(kind as 'rsa', { bits: bits ?? 256, comment: '' }).public.trim();
const ed25519 = keyPair().public;
const other = keyPair().public;

const messages = (keys: unknown) =>
  PublicKeys.safeParse(keys).error?.issues.map(({ message }) => message) ?? [];

test('keys of every kind that is still good are taken', () => {
  for (const key of [ed25519, made('ecdsa'), made('rsa', 2_048)])
    expect(PublicKeys.parse([key])).toEqual([key]);
});

test('a comment becomes one harmless word, and white space goes', () => {
  expect(PublicKeys.parse([`  ${ed25519}   ann@my "laptop"; rm \n`])).toEqual([
    `${ed25519} ann@my-laptop-rm`,
  ]);
});

test.each([
  ['an option', `command="id" ${ed25519}`, /no options/],
  ['a certificate authority', `cert-authority ${ed25519}`, /no options/],
  ['a kind that is too old', `ssh-dss ${ed25519.split(' ')[1]}`, /no options/],
  ['another kind than the key says', `ssh-rsa ${ed25519.split(' ')[1]}`, /whole public key/],
  ['half a key', ed25519.slice(0, 50), /whole public key/],
  ['two lines', `${ed25519}\n${other}`, /no options/],
  ['nothing', ' ', /empty/],
  ['a short RSA key', made('rsa', 1_024), /2048/],
  [
    'a private key',
    String(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' })),
    /private key/,
  ],
])('%s is refused', (_what, key, message) => {
  expect(messages([key])).toEqual([expect.stringMatching(message)]);
});

test('a key comes once, and between one and twenty of them', () => {
  expect(messages([ed25519, `${ed25519} again`])).toEqual([expect.stringContaining('twice')]);
  expect(messages([])).toHaveLength(1);
  const many = Array.from({ length: 21 }, () => keyPair().public);
  expect(messages(many)).toEqual([expect.stringContaining('20')]);
  expect(PublicKeys.parse([ed25519, other])).toHaveLength(2);
});
