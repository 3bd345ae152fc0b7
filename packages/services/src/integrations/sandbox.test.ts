import { requireProvider } from '@patchbay/providers';
import { describe, expect, it } from 'vitest';
import { sandboxOf } from './sandbox.ts';

const target = 'http://127.0.0.1:4010';
const rewrites = [
  { pattern: '*.syncromsp.com', target },
  { pattern: 'api.mspbackups.com', target },
];
const of = (key: string, settings = {}) => sandboxOf(requireProvider(key), settings, rewrites);

describe('sandboxOf', () => {
  it('knows providers with a fixed address before anything is configured', () => {
    expect(of('syncro')).toBe(target);
    expect(of('syncro', { subdomain: 'acme' })).toBe(target);
    expect(of('msp360')).toBe(target);
  });

  it('says nothing of systems that are reached at their own address', () => {
    expect(of('mediawiki')).toBeNull();
    expect(of('mediawiki', { apiUrl: 'https://wiki.example.org/api.php' })).toBeNull();
    expect(of('obs', { host: 'studio.local' })).toBeNull();
    expect(sandboxOf(requireProvider('syncro'), {}, [])).toBeNull();
  });
});
