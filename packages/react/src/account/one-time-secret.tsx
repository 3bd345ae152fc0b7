import { Button, SecretOnce } from '@patchbay/ui';
import { useEffect, useRef } from 'react';

export type ShownSecret = { label: string; value: string };

type OneTimeSecretProps = {
  secret: ShownSecret;
  /** Whose it is: the identifier. */
  of: string;
  /** Takes it out of the page; absent where only a new page can. */
  onDone?: (() => void) | undefined;
};

/** Has the focus when it appears, since it is the one thing that will not be there again. */
export function OneTimeSecret({ secret, of, onDone }: OneTimeSecretProps) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  const what = secret.label.toLowerCase();
  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-label={`${secret.label} of ${of}`}
      className="flex flex-col items-start gap-3 rounded-md"
    >
      <div className="w-full">
        <SecretOnce
          value={secret.value}
          what={what}
          actions={
            onDone && (
              <Button type="button" variant="quiet" onClick={onDone}>
                I have saved it
              </Button>
            )
          }
        >
          <span className="font-medium">Save this {what} now.</span> It is shown once and kept
          nowhere, so nobody can look it up later.
        </SecretOnce>
      </div>
    </section>
  );
}
