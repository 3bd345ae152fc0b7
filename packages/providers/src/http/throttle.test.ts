import { expect, test } from 'vitest';
import { createThrottle } from './throttle.ts';

function started(at = Date.UTC(2026, 0, 1)) {
  const state = { now: at, waits: [] as number[] };
  const turn = createThrottle({
    clock: { now: () => new Date(state.now) },
    sleep: async (ms) => void state.waits.push(ms),
  });
  return { state, turn };
}

test('lets a burst through and spaces the rest', async () => {
  const { state, turn } = started();
  for (let call = 0; call < 14; call += 1) await turn({ scope: 'vendor', perMinute: 60 });
  expect(state.waits).toEqual([1_000, 2_000, 3_000]);
});

test('forgets after a pause, and never saves up more than the burst', async () => {
  const { state, turn } = started();
  for (let call = 0; call < 11; call += 1) await turn({ scope: 'vendor', perMinute: 60 });
  state.now += 3_600_000;
  for (let call = 0; call < 12; call += 1) await turn({ scope: 'vendor', perMinute: 60 });
  expect(state.waits).toEqual([1_000]);
});

test('scopes do not wait for each other', async () => {
  const { state, turn } = started();
  for (let call = 0; call < 11; call += 1) await turn({ scope: 'a', perMinute: 60 });
  await turn({ scope: 'b', perMinute: 60 });
  expect(state.waits).toEqual([]);
});

test('a clock that was set back does not stop the calls', async () => {
  const { state, turn } = started();
  for (let call = 0; call < 11; call += 1) await turn({ scope: 'vendor', perMinute: 60 });
  state.now -= 3_600_000;
  await turn({ scope: 'vendor', perMinute: 60 });
  expect(state.waits).toEqual([]);
});

test('a wait can be stopped', async () => {
  const turn = createThrottle({
    clock: { now: () => new Date(0) },
    sleep: async (_ms, signal) => signal.throwIfAborted(),
  });
  for (let call = 0; call < 11; call += 1) await turn({ scope: 'vendor', perMinute: 60 });
  await expect(turn({ scope: 'vendor', perMinute: 60 }, AbortSignal.abort())).rejects.toMatchObject(
    {
      kind: 'unreachable',
    },
  );
});
