import { describe, expect, it } from 'vitest';
import { toUtf8 } from './bytes.ts';
import { decodeBytes } from './encoded-bytes.ts';
import { hmac, importEd25519Key, importHmacKey, verifyEd25519, verifyHmac } from './signatures.ts';

const hex = (text: string) => decodeBytes('hex', text) ?? new Uint8Array();

describe('an HMAC', () => {
  // RFC 4231, test case 2, and RFC 2202, test case 2.
  const key = toUtf8('Jefe');
  const message = toUtf8('what do ya want for nothing?');

  it.each([
    ['sha256', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    [
      'sha512',
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    ],
    ['sha1', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
  ] as const)('of %s is the one of the RFC', async (hash, code) => {
    const imported = importHmacKey(hash, key);
    if (!imported) throw new Error('no key');
    expect(Buffer.from(hmac(imported, [message])).toString('hex')).toBe(code);
    expect(verifyHmac(imported, [message], [hex(code)])).toBe(true);
  });

  it('is right if one of several is, and wrong at any other length without throwing', async () => {
    const imported = importHmacKey('sha256', key);
    if (!imported) throw new Error('no key');
    const right = hmac(imported, [message]);
    const changed = Uint8Array.from(right, (byte, at) => (at === 31 ? byte ^ 1 : byte));
    const wrong = [new Uint8Array(), right.slice(0, 31), new Uint8Array([...right, 0]), changed];
    expect(verifyHmac(imported, [message], wrong)).toBe(false);
    expect(verifyHmac(imported, [message], [...wrong, right, ...wrong])).toBe(true);
    expect(verifyHmac(imported, [message], [])).toBe(false);
  });

  it('covers its parts as one message', () => {
    const imported = importHmacKey('sha256', key);
    if (!imported) throw new Error('no key');
    const parts = [message.slice(0, 4), message.slice(4, 4), message.slice(4)];
    expect(hmac(imported, parts)).toEqual(hmac(imported, [message]));
  });

  it('cannot be made with an empty key', () => {
    expect(importHmacKey('sha256', new Uint8Array())).toBeNull();
  });
});

describe('an Ed25519 signature', () => {
  // RFC 8032, 7.1, test 2: the message is the one byte 0x72.
  const publicKey = '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c';
  const signature = hex(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  );
  const message = Uint8Array.of(0x72);

  it('of the RFC is right, and any change of it is not', async () => {
    const key = await importEd25519Key(hex(publicKey));
    if (!key) throw new Error('no key');
    expect(await verifyEd25519(key, message, [signature])).toBe(true);
    expect(await verifyEd25519(key, Uint8Array.of(0x73), [signature])).toBe(false);
    for (const length of [0, 1, 63, 65, 128])
      expect(await verifyEd25519(key, message, [new Uint8Array(length)])).toBe(false);
    const changed = Uint8Array.from(signature, (byte, at) => (at === 0 ? byte ^ 1 : byte));
    expect(await verifyEd25519(key, message, [changed])).toBe(false);
  });

  it('needs a key of 32 bytes', async () => {
    expect(await importEd25519Key(hex(publicKey).slice(1))).toBeNull();
    expect(await importEd25519Key(new Uint8Array(33))).toBeNull();
  });
});

describe('bytes in a text', () => {
  it.each([
    ['hex', '00ff', [0, 255]],
    ['hex', '00FF', [0, 255]],
    ['hex', '00f', null],
    ['hex', '0x00', null],
    ['hex', ' 00', null],
    ['base64', 'AP8=', [0, 255]],
    ['base64', 'AP8', [0, 255]],
    ['base64', 'AP9=', null],
    ['base64', 'AP8==', null],
    ['base64', 'A', null],
    ['base64', '-_8=', null],
    ['base64', '+/8=', [251, 255]],
    ['base64url', '-_8', [251, 255]],
    ['base64url', '+/8', null],
    ['base64', '', []],
  ] as const)('%s %j', (encoding, text, bytes) => {
    const decoded = decodeBytes(encoding, text);
    expect(decoded && [...decoded]).toEqual(bytes);
  });
});
