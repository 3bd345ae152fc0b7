import { expect, test } from 'vitest';
import { createScram } from './scram.ts';

// The exchanges of RFC 5802, section 5, and RFC 7677, section 3.
const exchanges = [
  {
    hash: 'sha1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    challenge: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    answer: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    final: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    hash: 'sha256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    challenge:
      'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    answer:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    final: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
];
const scramOf = ({ hash, nonce }: { hash: string; nonce: string }) =>
  createScram(hash, { user: 'user', password: 'pencil', nonce });

test.each(exchanges)('speaks the exchange of the RFC with $hash', async (exchange) => {
  const scram = scramOf(exchange);
  expect(scram.first).toBe(`n,,n=user,r=${exchange.nonce}`);
  expect(await scram.answer(exchange.challenge)).toBe(exchange.answer);
  expect(() => scram.verify(exchange.final)).not.toThrow();
});

test.each(exchanges)('refuses a server that cannot prove itself with $hash', async (exchange) => {
  const scram = scramOf(exchange);
  expect(() => scram.verify(exchange.final)).toThrow(/does not know the password/);
  await scram.answer(exchange.challenge);
  for (const final of ['', 'v=', 'v=AAAA', `v=${btoa('x'.repeat(20))}`, 'e=other-error'])
    expect(() => scram.verify(final)).toThrow(expect.objectContaining({ kind: 'auth' }));
});

test.each([
  ['another nonce', 'r=foreign,s=QSXCR+Q6sek8bf92,i=4096'],
  ['a nonce without a part of its own', 'r=own,s=QSXCR+Q6sek8bf92,i=4096'],
  ['no salt', 'r=own+,i=4096'],
  ['no work', 'r=own+,s=QSXCR+Q6sek8bf92,i=0'],
  ['endless work', 'r=own+,s=QSXCR+Q6sek8bf92,i=999999999'],
])('a challenge with %s is refused', async (_what, challenge) => {
  const scram = createScram('sha1', { user: 'user', password: 'pencil', nonce: 'own' });
  await expect(scram.answer(challenge)).rejects.toMatchObject({ kind: 'invalid_response' });
});

test('a name with the separators of the protocol is escaped', () => {
  const { first } = createScram('sha1', { user: 'a=b,c', password: 'x', nonce: 'n' });
  expect(first).toBe('n,,n=a=3Db=2Cc,r=n');
});
