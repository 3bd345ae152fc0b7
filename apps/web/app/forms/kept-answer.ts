/** An action's last answer, and whether another one is being waited for. */
export type KeptAnswer<Answer> = {
  shown: Answer | undefined;
  /** The newest answer so far, to tell it from the next. */
  seen: Answer | undefined;
  asked: boolean;
};

export type Asking = 'idle' | 'loading' | 'submitting';

export const firstAnswer = <Answer>(answer: Answer | undefined): KeptAnswer<Answer> => ({
  shown: answer,
  seen: answer,
  asked: false,
});

/**
 * What to show after the router moved on. An answer stays until the next one, or until a submission ends without any,
 * which is a redirect to the same page. That the router itself forgets it, as it does with each reading of the page,
 * changes nothing.
 */
export function keepAnswer<Answer>(
  kept: KeptAnswer<Answer>,
  now: { answer: Answer | undefined; state: Asking },
): KeptAnswer<Answer> {
  const { answer, state } = now;
  if (answer !== undefined && answer !== kept.seen) return firstAnswer(answer);
  if (state === 'submitting' && !kept.asked) return { ...kept, asked: true };
  if (state === 'idle' && kept.asked) return { ...kept, shown: undefined, asked: false };
  return kept;
}
