import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pinnedCertificate } from '../kit/pinned-certificate.ts';
import { parseSettings } from '../kit/settings.ts';
import { runtimes, walked } from '../testing/walked.ts';
import { fingerprintOf, readFingerprint } from './tls.ts';

const hex = '7980eea6c34ee76d7af74fe01c007cc9d6e4e90d855391439081ac74397333d0';
const colons = hex.toUpperCase().replace(/..(?!$)/g, '$&:');

describe.each(runtimes)('on %s', (runtime) => {
  test('a pinned certificate is trusted alone, wherever it is shown', {
    timeout: 30_000,
  }, async () => {
    const another = '127.0.0.1 shows another certificate than the pinned one.';
    const useless = 'A certificate is pinned for 127.0.0.1, but its address is plain http.';
    expect(await walked(runtime, 'pinned-walk.ts')).toMatchObject({
      unpinned: expect.stringContaining('127.0.0.1 is not trusted'),
      wrong: another,
      callsThatArrived: 0,
      right: 'here',
      rightAgain: 'here',
      rightThenUnpinned: expect.stringContaining('127.0.0.1 is not trusted'),
      rightThenWrong: another,
      plain: useless,
      playedBySandbox: 'here',
      streamedUnpinned: false,
      streamedWrong: another,
      streamedRight: 'here',
      probedRight: 'certificate as pinned',
      probedWrong: another,
      probedUnpinned: expect.stringContaining('127.0.0.1 is not trusted'),
      probedPlain: useless,
      socketRight: 'trusted',
      socketWrong: another,
      socketUnpinned: 'not trusted',
    });
  });
});

test.each([
  hex,
  hex.toUpperCase(),
  colons,
  `SHA256:${colons}`,
  `sha256 Fingerprint=${colons}\n`,
  ` ${colons} `,
])('%j is a fingerprint', (text) => expect(readFingerprint(text)).toBe(hex));

test.each(['', hex.slice(1), `${hex}0`, 'z'.repeat(64), colons.slice(0, 59)])(
  '%j is none',
  (text) => expect(readFingerprint(text)).toBeNull(),
);

test('a fingerprint is read from a certificate', () => {
  const certificate = readFileSync(new URL('samples/test-certificate.pem', import.meta.url));
  expect(fingerprintOf(certificate)).toBe(hex);
});

test('the field keeps one spelling of a fingerprint and refuses what is none', () => {
  const fields = { tlsFingerprint: pinnedCertificate({ label: 'Certificate', help: 'Its own.' }) };
  expect(parseSettings({ fields }, { tlsFingerprint: colons })).toEqual({ tlsFingerprint: hex });
  expect(() => parseSettings({ fields }, { tlsFingerprint: 'off' })).toThrow(
    expect.objectContaining({ fields: { 'settings.tlsFingerprint': [expect.any(String)] } }),
  );
});
