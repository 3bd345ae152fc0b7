import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { chainHash, chainStart } from './chain-hash.ts';

const rows = ['configured', 'enabled', 'health_error'].map((action) => canonicalJson({ action }));

async function hashesOf(texts: string[]): Promise<string[]> {
  const hashes: string[] = [];
  for (const text of texts) hashes.push(await chainHash(hashes.at(-1) ?? chainStart, text));
  return hashes;
}

it('can be checked with a plain SHA-256 of previous hash, line feed and row', async () => {
  const [first = ''] = await hashesOf(rows);
  const second = createHash('sha256').update(`${first}\n{"action":"enabled"}`).digest('hex');
  expect((await hashesOf(rows))[1]).toBe(second);
});

it('changes every later hash when a row is changed, dropped or moved', async () => {
  const [a = '', b = '', c = ''] = rows;
  const last = (await hashesOf(rows)).at(-1);
  for (const forged of [
    [a, b.replace('enabled', 'disabled'), c],
    [a, c],
    [b, a, c],
  ])
    expect((await hashesOf(forged)).at(-1)).not.toBe(last);
});

it('goes on only from a hash', async () => {
  for (const previous of ['', 'abc', chainStart.slice(1), 'A'.repeat(64), `${chainStart}\n`])
    await expect(chainHash(previous, '{}')).rejects.toMatchObject({ code: 'internal' });
});
