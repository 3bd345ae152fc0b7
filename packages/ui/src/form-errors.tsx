import { useEffect, useRef } from 'react';
import { Banner } from './banner.tsx';

/** What is wrong with a form as a whole. Takes the focus when it appears, so nobody misses it. */
export function FormErrors({ errors }: { errors: readonly string[] | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const text = errors?.join(' ') ?? '';
  useEffect(() => {
    if (text !== '') box.current?.focus();
  }, [text]);
  if (text === '') return null;
  return (
    <div ref={box} tabIndex={-1} className="rounded-md">
      <Banner tone="bad" role="alert">
        {text}
      </Banner>
    </div>
  );
}
