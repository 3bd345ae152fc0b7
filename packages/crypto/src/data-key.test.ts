import { describe, expect, it } from 'vitest';
import { rewrapDataKey, unwrapDataKey, wrapDataKey } from './data-key.ts';
import { parseKeyRing } from './key-ring.ts';
import { sealingKeyId } from './ring-envelope.ts';
import { open, seal } from './seal.ts';

const makeKey = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');
const binding = { organizationId: 'org-a', generation: 1 };
const place = {
  organizationId: 'org-a',
  integrationId: 'int-a',
  field: 'apiToken',
  keyGeneration: 1,
};

describe('data keys', () => {
  it('are random, bound to the current key and not exportable', async () => {
    const ring = await parseKeyRing(makeKey());
    const [first, second] = [await wrapDataKey(ring, binding), await wrapDataKey(ring, binding)];
    expect(sealingKeyId(first)).toBe(ring.current.id);

    const key = await unwrapDataKey(ring, first, binding);
    const sealed = await seal(key, 'secret', place);
    const other = await unwrapDataKey(ring, second, binding);
    await expect(open(other, sealed, place)).rejects.toMatchObject({ code: 'cannot_open' });
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });

  it('open nowhere but in their organization and generation', async () => {
    const ring = await parseKeyRing(makeKey());
    const wrapped = await wrapDataKey(ring, binding);
    for (const elsewhere of [
      { ...binding, organizationId: 'org-b' },
      { ...binding, generation: 2 },
    ]) {
      const failure = { name: 'SealError', code: 'cannot_open' };
      await expect(unwrapDataKey(ring, wrapped, elsewhere)).rejects.toMatchObject(failure);
      await expect(rewrapDataKey(ring, wrapped, elsewhere)).rejects.toMatchObject(failure);
    }
  });

  it('go through a rotation without resealing anything', async () => {
    const [oldKey, newKey] = [makeKey(), makeKey()];
    const before = await parseKeyRing(oldKey);
    const during = await parseKeyRing(`${newKey},${oldKey}`);
    const after = await parseKeyRing(newKey);
    const wrapped = await wrapDataKey(before, binding);
    const sealed = await seal(await unwrapDataKey(before, wrapped, binding), 'secret', place);

    expect(await open(await unwrapDataKey(during, wrapped, binding), sealed, place)).toBe('secret');
    await expect(unwrapDataKey(after, wrapped, binding)).rejects.toMatchObject({
      code: 'unknown_key',
    });

    const rewrapped = await rewrapDataKey(during, wrapped, binding);
    expect(sealingKeyId(rewrapped)).toBe(after.current.id);
    expect(await open(await unwrapDataKey(after, rewrapped, binding), sealed, place)).toBe(
      'secret',
    );
    await expect(unwrapDataKey(before, rewrapped, binding)).rejects.toMatchObject({
      code: 'unknown_key',
    });
    expect(await rewrapDataKey(during, rewrapped, binding)).toBe(rewrapped);
  });

  it('notice any changed letter', async () => {
    const ring = await parseKeyRing(makeKey());
    const wrapped = await wrapDataKey(ring, binding);
    for (let index = 0; index < wrapped.length; index += 1) {
      const letter = wrapped[index] === 'A' ? 'B' : 'A';
      const changed = wrapped.slice(0, index) + letter + wrapped.slice(index + 1);
      await expect(unwrapDataKey(ring, changed, binding)).rejects.toMatchObject({
        name: 'SealError',
      });
    }
  });

  it('do not open under another key that was given the id of theirs', async () => {
    const ring = await parseKeyRing(makeKey());
    const wrapped = await wrapDataKey(ring, binding);
    const stranger = (await parseKeyRing(makeKey())).current;
    const keys = new Map([[ring.current.id, { id: ring.current.id, key: stranger.key }]]);
    await expect(
      unwrapDataKey({ current: stranger, keys }, wrapped, binding),
    ).rejects.toMatchObject({ code: 'cannot_open' });
  });

  it('count generations from 1', async () => {
    const ring = await parseKeyRing(makeKey());
    for (const generation of [0, -1, 1.5, Number.NaN, 1e9, 1e21])
      await expect(wrapDataKey(ring, { ...binding, generation })).rejects.toMatchObject({
        code: 'internal',
      });
  });
});
