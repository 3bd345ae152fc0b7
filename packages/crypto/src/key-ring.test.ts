import { EnvironmentError } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { parseKeyRing } from './key-ring.ts';

const randomKey = (length = 32) => Buffer.from(crypto.getRandomValues(new Uint8Array(length)));

async function refusal(text: string | undefined): Promise<Error> {
  try {
    await parseKeyRing(text);
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
  }
  throw new Error('the text was taken');
}

describe('parseKeyRing', () => {
  it('takes the first key as current and keeps the others', async () => {
    const keys = [randomKey(), randomKey(), randomKey()].map((key) => key.toString('base64'));
    const ring = await parseKeyRing(` ${keys.join(' , ')}\n`);
    expect(ring.keys.size).toBe(3);
    expect([...ring.keys.keys()][0]).toBe(ring.current.id);
    expect((await parseKeyRing(keys[0])).current.id).toBe(ring.current.id);
  });

  it('gives one key the same id in every spelling and place', async () => {
    const key = Buffer.from(`${'fbefbe'.repeat(10)}ffff`, 'hex');
    const spellings = [key.toString('base64'), key.toString('base64url')];
    expect(spellings[0]).toMatch(/\+.*\/.*=$/s);
    const rings = await Promise.all(spellings.map((text) => parseKeyRing(text)));
    const second = await parseKeyRing(`${randomKey().toString('base64')},${spellings[0]}`);
    const ids = [...rings.map((ring) => ring.current.id), [...second.keys.keys()][1]];
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f]{12}$/);
  });

  it('never hands a key out', async () => {
    const ring = await parseKeyRing(randomKey().toString('base64'));
    expect(ring.current.key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', ring.current.key)).rejects.toThrow();
  });

  it.each([
    ['nothing', undefined, 'no key is set'],
    ['blanks', '  ', 'no key is set'],
    ['a trailing comma', `${randomKey().toString('base64')},`, 'key 2 is empty'],
    ['a passphrase', 'correct horse battery staple', 'key 1 is not base64'],
    ['16 bytes', randomKey(16).toString('base64'), 'key 1 has 16 bytes instead of 32'],
    ['32 bytes in hex', randomKey().toString('hex'), 'key 1 has 48 bytes instead of 32'],
    ['a placeholder', Buffer.alloc(32).toString('base64'), 'key 1 is not random'],
  ])('refuses %s and says how to make a key', async (_, text, problem) => {
    const { message } = await refusal(text);
    expect(message).toBe(
      `APP_ENCRYPTION_KEY: ${problem}. Make a key with: openssl rand -base64 32`,
    );
  });

  it('refuses a repeated key and never shows what it read', async () => {
    const key = randomKey().toString('base64');
    const repeated = await refusal(`${key},${key}`);
    expect(repeated.message).toContain('key 2 repeats an earlier key');
    const short = randomKey(31).toString('base64url');
    const bad = await refusal(`${key},${short}`);
    for (const shown of [repeated.message, bad.message, String(bad.stack)]) {
      expect(shown).not.toContain(key);
      expect(shown).not.toContain(short);
    }
  });
});
