import { useActionData, useNavigation } from '@remix-run/react';
import { useState } from 'react';
import { firstAnswer, keepAnswer } from './kept-answer.ts';

/**
 * What the page's action answered last. A live update that reads the page again makes the router forget it, with
 * errors, results and secrets that are shown once; here it stays until the next submission has ended.
 */
export function useAnswer<Action>(): ReturnType<typeof useActionData<Action>> {
  const answer = useActionData<Action>();
  const { state } = useNavigation();
  const [kept, setKept] = useState(() => firstAnswer(answer));
  const next = keepAnswer(kept, { answer, state });
  if (next !== kept) setKept(next);
  return next.shown;
}
