import type { TryVerifierView } from '@patchbay/services/schemas';
import { useFetcher } from '@remix-run/react';
import { type FormEvent, useEffect, useRef } from 'react';

type Tried = { tried: TryVerifierView };

const quietMs = 400;

/** Tries the form's rules a moment after the last key, once there is a request to try. */
export function useTester(action: string) {
  const { data, submit } = useFetcher<Tried | { ok: false }>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const onChange = (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const inputs = new FormData(form);
      if (!inputs.get('sampleHeaders')) return;
      inputs.set('intent', 'try');
      submit(inputs, { method: 'post', action });
    }, quietMs);
  };
  return { onChange, tried: data && 'tried' in data ? data.tried : null };
}
