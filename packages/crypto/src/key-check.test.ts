import { expect, it } from 'vitest';
import { unwrapDataKey, wrapDataKey } from './data-key.ts';
import { makeKeyCheck, verifyKeyCheck } from './key-check.ts';
import { parseKeyRing } from './key-ring.ts';
import { sealingKeyId } from './ring-envelope.ts';

const makeKey = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');

it('tells the current key, a previous one and a wrong one apart', async () => {
  const [oldKey, newKey] = [makeKey(), makeKey()];
  const before = await parseKeyRing(oldKey);
  const record = await makeKeyCheck(before);
  expect(await verifyKeyCheck(before, record)).toBe('current');
  expect(await verifyKeyCheck(await parseKeyRing(`${newKey},${oldKey}`), record)).toBe('previous');
  expect(await verifyKeyCheck(await parseKeyRing(newKey), record)).toBe('unknown_key');
  expect(sealingKeyId(record)).toBe(before.current.id);
});

it('does not take a damaged or foreign record for an answer', async () => {
  const ring = await parseKeyRing(makeKey());
  const record = await makeKeyCheck(ring);
  const damaged = record.slice(0, 20) + (record[20] === 'A' ? 'B' : 'A') + record.slice(21);
  await expect(verifyKeyCheck(ring, damaged)).rejects.toMatchObject({ code: 'cannot_open' });
  for (const text of ['', 'pbc1', record.slice(1), `${record}\n`])
    await expect(verifyKeyCheck(ring, text)).rejects.toMatchObject({ code: 'bad_format' });
});

it('keeps records and data keys from standing in for each other', async () => {
  const ring = await parseKeyRing(makeKey());
  const binding = { organizationId: 'org-a', generation: 1 };
  const [record, wrapped] = [await makeKeyCheck(ring), await wrapDataKey(ring, binding)];
  await expect(verifyKeyCheck(ring, wrapped)).rejects.toMatchObject({ code: 'bad_format' });
  await expect(verifyKeyCheck(ring, wrapped.replace('pbk1', 'pbc1'))).rejects.toMatchObject({
    code: 'cannot_open',
  });
  await expect(unwrapDataKey(ring, record.replace('pbc1', 'pbk1'), binding)).rejects.toMatchObject({
    code: 'cannot_open',
  });
});
