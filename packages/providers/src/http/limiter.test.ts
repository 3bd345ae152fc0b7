import { expect, test } from 'vitest';
import { createLimiter } from './limiter.ts';

const never = new AbortController().signal;

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('runs so many tasks of a key at once, and the waiting ones in order', async () => {
  const limited = createLimiter(2);
  const gates = [gate(), gate(), gate(), gate()];
  const started: number[] = [];
  const done = gates.map(({ passed }, index) =>
    limited('host', never, () => {
      started.push(index);
      return passed;
    }),
  );
  await settle();
  expect(started).toEqual([0, 1]);
  gates[1]?.open();
  await settle();
  expect(started).toEqual([0, 1, 2]);
  for (const { open } of gates) open();
  await Promise.all(done);
  expect(started).toEqual([0, 1, 2, 3]);
});

test('one key does not hold up another', async () => {
  const limited = createLimiter(1);
  const slow = gate();
  const held = limited('a', never, () => slow.passed);
  expect(await limited('b', never, async () => 'through')).toBe('through');
  slow.open();
  await held;
});

test('a failed task and an abandoned wait give their places free', async () => {
  const limited = createLimiter(1);
  const slow = gate();
  const held = limited('a', never, () => slow.passed.then(() => Promise.reject(new Error('no'))));
  const stop = new AbortController();
  const abandoned = limited('a', stop.signal, async () => 'never');
  stop.abort(new Error('gave up'));
  await expect(abandoned).rejects.toThrow('gave up');
  slow.open();
  await expect(held).rejects.toThrow('no');
  expect(await limited('a', never, async () => 'free')).toBe('free');
});
