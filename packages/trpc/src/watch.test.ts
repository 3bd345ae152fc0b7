import { asApiKey, PatchbayError, type Principal } from '@patchbay/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Context } from './context.ts';
import type { LiveMessage } from './live.ts';
import { watch } from './watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const reader = asApiKey('org', { type: 'api_key', id: 'key', name: 'key' }, ['settings:read']);
const bystander = asApiKey('org', { type: 'api_key', id: 'key', name: 'key' }, ['audit:read']);

/** A stream that stays silent until its signal aborts, for somebody whose rights are looked up by `recheck`. */
function silent(recheck: () => Promise<Principal>): Context {
  const never = async function* (
    _: string,
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<LiveMessage> {
    yield { id: 'p-0', update: { type: 'ready' } };
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  };
  const unused = () => Promise.reject(new Error('not needed here'));
  return {
    // The stream asks the runtime for nothing.
    runtime: {} as Context['runtime'],
    requestId: 'req_1',
    live: { subscribe: never },
    caller: unused,
    person: unused,
    service: async () => ({
      runtime: {} as Context['runtime'],
      requestId: 'req_1',
      principal: reader,
    }),
    recheck,
  };
}

const lost = [
  [
    'the session ended',
    () => Promise.reject(new PatchbayError('unauthenticated', 'gone')),
    'unauthenticated',
  ],
  ['the permission was taken', async () => bystander, 'forbidden'],
] as const;

it.each(lost)('ends within seconds of silence after %s', async (_, recheck, code) => {
  const stream = watch(silent(recheck), undefined, new AbortController().signal);
  expect((await stream.next()).value).toMatchObject({ update: { type: 'ready' } });
  const end = expect(stream.next()).rejects.toMatchObject({ code });
  await vi.advanceTimersByTimeAsync(15_000);
  await end;
  expect(vi.getTimerCount()).toBe(0);
});

it('goes on while the right holds, and stops asking when the reader leaves', async () => {
  const recheck = vi.fn(async () => reader);
  const stop = new AbortController();
  const stream = watch(silent(recheck), undefined, stop.signal);
  await stream.next();
  const end = stream.next();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(recheck).toHaveBeenCalledTimes(4);
  stop.abort();
  expect(await end).toEqual({ done: true, value: undefined });
  expect(vi.getTimerCount()).toBe(0);
});
