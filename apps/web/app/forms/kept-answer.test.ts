import { expect, it } from 'vitest';
import { type Asking, firstAnswer, keepAnswer } from './kept-answer.ts';

type Moment = [state: Asking, answer?: object];

/** What a page shows at each moment, as the router goes through them. */
function shown(moments: Moment[], first?: object) {
  let kept = firstAnswer(first);
  return moments.map(([state, answer]) => {
    kept = keepAnswer(kept, { state, answer });
    return kept.shown;
  });
}

const refusal = { ok: false };
const another = { ok: false, again: true };

it('shows the answer as soon as it is there, and after the page was read again', () => {
  const moments: Moment[] = [
    ['submitting'],
    ['loading', refusal],
    ['idle', refusal],
    ['idle'],
    ['idle'],
  ];
  expect(shown(moments)).toEqual([undefined, refusal, refusal, refusal, refusal]);
});

it('keeps an answer that a live update took away before the page had settled', () => {
  expect(shown([['submitting'], ['loading', refusal], ['loading'], ['idle']])).toEqual([
    undefined,
    refusal,
    refusal,
    refusal,
  ]);
});

it('keeps the answer of a page that came without script', () => {
  expect(shown([['idle', refusal], ['idle']], refusal)).toEqual([refusal, refusal]);
});

it('shows the old answer until the new one is there', () => {
  const moments: Moment[] = [['idle'], ['submitting'], ['loading', another], ['idle']];
  expect(shown(moments, refusal)).toEqual([refusal, refusal, another, another]);
});

it('forgets a refusal when the next attempt leads back to the same page', () => {
  const moments: Moment[] = [['submitting', refusal], ['loading'], ['idle'], ['idle']];
  expect(shown(moments, refusal)).toEqual([refusal, refusal, undefined, undefined]);
});

it('does not take the old answer for the new one while the router still holds it', () => {
  const moments: Moment[] = [['submitting', refusal], ['loading', refusal], ['idle']];
  expect(shown(moments, refusal).at(-1)).toBeUndefined();
});

it('is not moved by going elsewhere and reading again', () => {
  expect(shown([['loading'], ['idle'], ['loading'], ['idle']], refusal).at(-1)).toBe(refusal);
});
