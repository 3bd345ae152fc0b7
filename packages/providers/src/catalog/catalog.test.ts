import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { capabilitiesOf } from '../kit/provider.ts';
import { catalog, findProvider, providerKeys, requireProvider } from './index.ts';

test('every provider is listed under its own key and runs the contract suite', () => {
  for (const key of providerKeys) {
    expect(catalog[key].key).toBe(key);
    const file = new URL(`${key}/provider.test.ts`, import.meta.url);
    expect([key, existsSync(file)]).toEqual([key, true]);
    expect(readFileSync(file, 'utf8')).toContain(`providerContract(${key},`);
  }
});

test('an unknown key is not found, not even one that every object has', () => {
  expect(findProvider('constructor')).toBeUndefined();
  expect(() => requireProvider('toString')).toThrow(expect.objectContaining({ code: 'not_found' }));
  expect(requireProvider('syncro').about.name).toBe('Syncro');
});

test('capabilities follow from what a provider has', () => {
  expect(capabilitiesOf(catalog.syncro)).toEqual(['calls', 'health', 'operations', 'webhooks']);
  expect(capabilitiesOf(catalog.obs)).toEqual([]);
});
