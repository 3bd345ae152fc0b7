import { useActionData } from '@remix-run/react';
import { useState } from 'react';

/**
 * What the page's action answered last. A live update that reads the page again would take it away, and running
 * something is what such updates follow upon, so it is kept until the next answer.
 */
export function useAnswer<Action>(): ReturnType<typeof useActionData<Action>> {
  const answer = useActionData<Action>();
  const [kept, setKept] = useState(answer);
  if (answer !== undefined && answer !== kept) setKept(answer);
  return answer ?? kept;
}
