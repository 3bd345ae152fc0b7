import { describe, expect, it } from 'vitest';
import { decrypt, encrypt, encryptWith, importAesKey } from './aes-gcm.ts';
import { concat, toHex, toUtf8 } from './bytes.ts';

const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number(`0x${pair}`));

// McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B, as submitted to NIST
// (gcm-spec.pdf): the AES-256 test cases with a 96-bit IV. Cases 17 and 18 have other IV lengths.
const key = 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308';
const iv = 'cafebabefacedbaddecaf888';
const plaintext =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
  '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
const ciphertext =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa' +
  '8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';
const zeroKey = '00'.repeat(32);
const zeroIv = '00'.repeat(12);
const vectors = [
  {
    name: 13,
    key: zeroKey,
    iv: zeroIv,
    p: '',
    a: '',
    c: '',
    t: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: 14,
    key: zeroKey,
    iv: zeroIv,
    p: '00'.repeat(16),
    a: '',
    c: 'cea7403d4d606b6e074ec5d3baf39d18',
    t: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  { name: 15, key, iv, p: plaintext, a: '', c: ciphertext, t: 'b094dac5d93471bdec1a502270e3cc6c' },
  {
    name: 16,
    key,
    iv,
    p: plaintext.slice(0, 120),
    a: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    c: ciphertext.slice(0, 120),
    t: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

describe('the cipher under everything sealed', () => {
  it.each(vectors)('answers the published AES-256-GCM test case $name', async (vector) => {
    const aesKey = await importAesKey(bytes(vector.key));
    const additionalData = bytes(vector.a);
    const sealing = { key: aesKey, nonce: bytes(vector.iv), additionalData };

    const sealed = await encryptWith(sealing, bytes(vector.p));
    expect(toHex(sealed)).toBe(vector.c + vector.t);

    const opened = await decrypt(aesKey, additionalData, concat(bytes(vector.iv), sealed));
    expect(toHex(opened)).toBe(vector.p);
  });

  it('fails every published case whose tag has one bit changed', async () => {
    for (const vector of vectors) {
      const aesKey = await importAesKey(bytes(vector.key));
      const body = bytes(vector.iv + vector.c + vector.t);
      body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
      await expect(decrypt(aesKey, bytes(vector.a), body)).rejects.toMatchObject({
        code: 'cannot_open',
      });
    }
  });

  it('puts a nonce of 12 bytes in front and a tag of 16 behind', async () => {
    const aesKey = await importAesKey(bytes(key));
    const body = await encrypt(aesKey, toUtf8('place'), new Uint8Array(5));
    expect(body).toHaveLength(12 + 5 + 16);
  });

  it('takes no body shorter than a tag', async () => {
    const aesKey = await importAesKey(bytes(key));
    for (const length of [0, 1, 12, 27])
      await expect(decrypt(aesKey, new Uint8Array(), new Uint8Array(length))).rejects.toMatchObject(
        { code: 'cannot_open' },
      );
  });
});
