import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../kernel/index.ts';
import { createCredentialCache } from './credential-cache.ts';

function open(options = {}) {
  let moment = 0;
  let loads = 0;
  const cache = createCredentialCache<number>({ now: () => moment, ...options });
  return {
    cache,
    read: (organization = 'acme', name = 'slack') =>
      cache.read(organization, name, async () => {
        loads += 1;
        return loads;
      }),
    pass: (ms: number) => {
      moment += ms;
    },
  };
}

const event = (type: 'disabled' | 'checked', organizationId = 'acme'): LiveEvent => {
  const subject = {
    type: type === 'checked' ? ('organization' as const) : ('integration' as const),
    id: 'x',
  };
  return { organizationId, type, subject };
};

describe('the cache', () => {
  it('loads once while it hears of changes, and again after one', async () => {
    const { cache, read } = open();
    cache.setListening(true);
    expect([await read(), await read()]).toEqual([1, 1]);
    cache.heard(event('checked'));
    cache.heard(event('disabled', 'globex'));
    expect(await read()).toBe(1);
    cache.heard(event('disabled'));
    expect(await read()).toBe(2);
  });

  it('asks again within a second while it hears nothing', async () => {
    const { cache, read, pass } = open();
    expect(await read()).toBe(1);
    pass(499);
    expect(await read()).toBe(1);
    pass(1);
    expect(await read()).toBe(2);
    cache.setListening(true);
    expect(await read()).toBe(3);
    pass(9_000);
    expect(await read()).toBe(3);
    cache.setListening(false);
    expect(await read()).toBe(4);
  });

  it('does not keep what was read before a change that came meanwhile', async () => {
    const { cache } = open();
    cache.setListening(true);
    const slow = Promise.withResolvers<number>();
    const first = cache.read('acme', 'slack', () => slow.promise);
    cache.heard(event('disabled'));
    slow.resolve(1);
    expect(await first).toBe(1);
    expect(await cache.read('acme', 'slack', async () => 2)).toBe(2);
  });

  it('remembers no failure', async () => {
    const { cache } = open();
    const fail = () => Promise.reject(new Error('not connected'));
    await expect(cache.read('acme', 'slack', fail)).rejects.toThrow('not connected');
    expect(await cache.read('acme', 'slack', async () => 1)).toBe(1);
    expect(cache.size).toBe(1);
  });

  it('stays within its bounds', async () => {
    const { cache, read } = open({ capacity: 2 });
    for (const organization of ['a', 'b', 'c', 'd']) await read(organization);
    expect(cache.size).toBe(2);
  });
});
