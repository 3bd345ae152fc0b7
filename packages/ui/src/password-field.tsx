import { clsx } from 'clsx';
import { Eye, EyeOff } from 'lucide-react';
import type { InputHTMLAttributes } from 'react';
import { useEffect, useState } from 'react';
import { controlLook, Field, type FieldProps, type FieldWiring } from './field.tsx';

type Input = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> & { name: string };

/** A masked input that can be looked at while typing; the button comes with hydration. */
export function MaskedInput({ wiring, className, ...input }: Input & { wiring: FieldWiring }) {
  const [shown, setShown] = useState(false);
  const [alive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return (
    <span className="relative block">
      <input
        autoCapitalize="none"
        spellCheck={false}
        {...input}
        {...wiring}
        type={shown ? 'text' : 'password'}
        className={clsx(controlLook, 'pr-10', className)}
      />
      {alive && (
        <button
          type="button"
          aria-pressed={shown}
          aria-label="Show what is typed"
          aria-controls={wiring.id}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-sm text-muted hover:text-ink [&>svg]:size-4"
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </button>
      )}
    </span>
  );
}

export function PasswordField({ label, hint, errors, optional, ...input }: FieldProps & Input) {
  return (
    <Field label={label} hint={hint} errors={errors} optional={optional}>
      {(wiring) => <MaskedInput {...input} wiring={wiring} />}
    </Field>
  );
}
