import { createDecipheriv } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AesKey } from './aes-gcm.ts';
import { importAesKey } from './aes-gcm.ts';
import { fromBase64Url, toBase64Url } from './bytes.ts';
import { isSealed, open, seal, sealedGeneration } from './seal.ts';

const binding = {
  organizationId: 'org-a',
  integrationId: 'int-a',
  field: 'apiToken',
  keyGeneration: 3,
};
const rawKey = Uint8Array.from({ length: 32 }, (_, index) => index);
let dataKey: AesKey;
beforeAll(async () => {
  dataKey = await importAesKey(rawKey.slice());
});

const bodyOf = (sealed: string) => fromBase64Url(sealed.slice('pb1.3.'.length)) ?? new Uint8Array();

describe('seal and open', () => {
  it('round-trip every length up to 200 and hide it within a bucket', async () => {
    const sizes = new Map<number, Set<number>>();
    for (let length = 0; length <= 200; length += 1) {
      const text = 'x'.repeat(length);
      const sealed = await seal(dataKey, text, binding);
      expect(await open(dataKey, sealed, binding)).toBe(text);
      const bucket = Math.floor(length / 32);
      sizes.set(bucket, (sizes.get(bucket) ?? new Set()).add(sealed.length));
    }
    expect([...sizes.values()].map((seen) => seen.size)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it.each([
    'pässwörd',
    '密码',
    '👩🏽‍💻🔑',
    '\uFEFFbom',
    'nul\u0000\u0000',
    '\u0080',
    'e\u0301',
    ' a\r\n',
  ])('give back %j exactly', async (text) => {
    expect(await open(dataKey, await seal(dataKey, text, binding), binding)).toBe(text);
  });

  it('give back a private key of 100 kB', async () => {
    const text = 'MIIEvQ/+'.repeat(12_500);
    expect(await open(dataKey, await seal(dataKey, text, binding), binding)).toBe(text);
  });

  it('refuse text that UTF-8 would change', async () => {
    await expect(seal(dataKey, 'a\ud800', binding)).rejects.toMatchObject({
      name: 'PatchbayError',
      code: 'invalid_input',
    });
  });

  it('never use a nonce twice', async () => {
    const sealed = await Promise.all(
      Array.from({ length: 2_000 }, () => seal(dataKey, 'the same', binding)),
    );
    const nonces = sealed.map((text) => toBase64Url(bodyOf(text).slice(0, 12)));
    expect(new Set(nonces).size).toBe(2_000);
  });

  it.each([
    ['organization', { organizationId: 'org-b' }],
    ['integration', { integrationId: 'int-b' }],
    ['field', { field: 'password' }],
    ['key generation', { keyGeneration: 4 }],
  ])('fail for a row moved to another %s', async (_, moved) => {
    const sealed = await seal(dataKey, 'secret', binding);
    const failure = { name: 'SealError', code: 'cannot_open' };
    const elsewhere = { ...binding, ...moved };
    await expect(open(dataKey, sealed, elsewhere)).rejects.toMatchObject(failure);
    // The generation in the text is bound too: rewriting it to fit does not help.
    const fitted = sealed.replace('pb1.3.', `pb1.${elsewhere.keyGeneration}.`);
    await expect(open(dataKey, fitted, elsewhere)).rejects.toMatchObject(failure);
  });

  it('fail when the border between two parts of the binding moves', async () => {
    const sealed = await seal(dataKey, 'secret', { ...binding, integrationId: 'ab', field: 'c' });
    await expect(
      open(dataKey, sealed, { ...binding, integrationId: 'a', field: 'bc' }),
    ).rejects.toMatchObject({ code: 'cannot_open' });
  });

  it('fail under another key', async () => {
    const other = await importAesKey(crypto.getRandomValues(new Uint8Array(32)));
    const sealed = await seal(dataKey, 'secret', binding);
    await expect(open(other, sealed, binding)).rejects.toMatchObject({ code: 'cannot_open' });
  });

  it('fail for a flipped bit anywhere in nonce, ciphertext and tag', async () => {
    const body = bodyOf(await seal(dataKey, 'secret', binding));
    expect(body).toHaveLength(12 + 32 + 16);
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const changed = body.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(open(dataKey, `pb1.3.${toBase64Url(changed)}`, binding)).rejects.toMatchObject({
        code: 'cannot_open',
      });
    }
  });

  it('fail for any changed, missing or added letter', async () => {
    const sealed = await seal(dataKey, 'secret', binding);
    for (let index = 0; index < sealed.length; index += 1) {
      const [head, tail] = [sealed.slice(0, index), sealed.slice(index + 1)];
      const letter = sealed[index] === 'A' ? 'B' : 'A';
      for (const changed of [head + letter + tail, head + tail, `${head}A${sealed.slice(index)}`])
        await expect(open(dataKey, changed, binding)).rejects.toMatchObject({ name: 'SealError' });
    }
  });

  it('say nothing about the value, the place or the reason when they fail', async () => {
    const sealed = await seal(dataKey, 'hunter2', binding);
    const error: unknown = await open(dataKey, sealed, { ...binding, field: 'password' }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ message: 'A sealed value could not be opened' });
    expect(error).not.toHaveProperty('cause');
  });

  it('refuse an incomplete binding', async () => {
    await expect(seal(dataKey, 'x', { ...binding, organizationId: '' })).rejects.toMatchObject({
      code: 'internal',
    });
  });
});

describe('the sealed text', () => {
  it('can be opened by another implementation from its documentation alone', async () => {
    const body = Buffer.from(bodyOf(await seal(dataKey, 'hunter2', binding)));
    const decipher = createDecipheriv('aes-256-gcm', rawKey, body.subarray(0, 12));
    const parts = ['patchbay/seal/1', 'org-a', 'int-a', 'apiToken', '3'];
    const lengthOf = (part: string) => Buffer.from([0, 0, 0, part.length]);
    decipher.setAAD(Buffer.concat(parts.flatMap((part) => [lengthOf(part), Buffer.from(part)])));
    decipher.setAuthTag(body.subarray(-16));
    const padded = Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]);
    expect(padded.toString('latin1')).toBe(`hunter2\u0080${'\u0000'.repeat(24)}`);
  });

  it('names its generation and is recognized', async () => {
    const sealed = await seal(dataKey, '', binding);
    expect(isSealed(sealed)).toBe(true);
    expect(sealedGeneration(sealed)).toBe(3);
  });

  it('is not what people type, nor something of another type', () => {
    const typed = ['', 'pb1', 'pb1.3.', 'pb1.3.hunter2', 'pb2.1.AAAA', 'PB1.1.AAAA', 'password'];
    const almost = ['pb1.0.', 'pb1.01.', 'pb1.-1.', 'pb1.1e3.'].map((s) => s + 'A'.repeat(80));
    for (const value of [...typed, ...almost, null, undefined, 3, {}, ['pb1']])
      expect(isSealed(value)).toBe(false);
    for (const text of [...typed, ...almost])
      expect(() => sealedGeneration(text)).toThrow(expect.objectContaining({ code: 'bad_format' }));
  });

  it('is sealed like any other text when somebody enters one as a secret', async () => {
    const entered = await seal(dataKey, 'inner', binding);
    const sealed = await seal(dataKey, entered, binding);
    expect(sealed).not.toBe(entered);
    expect(await open(dataKey, sealed, binding)).toBe(entered);
  });
});
