import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';

const never = new AbortController().signal;

function counting(gate: ReturnType<typeof createGate>) {
  const active = new Map<string, number>();
  const peak = new Map<string, number>();
  const add = (key: string, by: number) => {
    const count = (active.get(key) ?? 0) + by;
    active.set(key, count);
    peak.set(key, Math.max(peak.get(key) ?? 0, count));
  };
  const run = (key: string) =>
    gate(key, never, async () => {
      add(key, 1);
      add('all', 1);
      await wait(2);
      add(key, -1);
      add('all', -1);
    });
  return { run, peak };
}

describe('gate', () => {
  it('holds to the limit over all keys and to that of each key', async () => {
    const { run, peak } = counting(createGate({ total: 5, perKey: 2 }));
    const keys = ['a', 'b', 'c', 'd'].flatMap((key) => Array.from({ length: 10 }, () => key));
    await Promise.all(keys.map(run));
    expect(Object.fromEntries(peak)).toEqual({ a: 2, b: 2, c: 2, d: 2, all: 5 });
  });

  it('does not let one slow key take the places of the others', async () => {
    const gate = createGate({ total: 3, perKey: 2 });
    const slow = Promise.withResolvers<void>();
    const held = Array.from({ length: 8 }, () => gate('slow', never, () => slow.promise));
    expect(await gate('quick', never, async () => 'through')).toBe('through');
    slow.resolve();
    await Promise.all(held);
  });

  it('does not start what was aborted while it waited, and lets the next one in', async () => {
    const gate = createGate({ total: 1, perKey: 1 });
    const first = Promise.withResolvers<void>();
    const running = gate('a', never, () => first.promise);
    const controller = new AbortController();
    let started = false;
    const waiting = gate('a', controller.signal, async () => {
      started = true;
    });
    const last = gate('a', never, async () => 'in');
    controller.abort(new Error('stop'));
    first.resolve();
    await running;
    await expect(waiting).rejects.toThrow('stop');
    expect(started).toBe(false);
    expect(await last).toBe('in');
  });

  it('frees the place of a task that fails', async () => {
    const gate = createGate({ total: 1, perKey: 1 });
    const failing = gate('a', never, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(await gate('b', never, async () => 'in')).toBe('in');
  });
});
