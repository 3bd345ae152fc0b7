import { LockKeyhole } from 'lucide-react';
import { type ComponentProps, useId } from 'react';
import { FieldError, type FieldProps } from './field.tsx';
import { MaskedInput, PasswordField } from './password-field.tsx';

export type SecretFieldProps = FieldProps & {
  name: string;
  /** A value is stored. It never comes back to the page: an input left empty keeps it. */
  saved: boolean;
  required?: boolean;
  /** Shows the input of a stored credential at once: it has to be given again. */
  open?: boolean;
  /** What to start with; only for a secret that everybody may know. */
  defaultValue?: string | undefined;
};

const neverFilled = { autoComplete: 'off', 'data-1p-ignore': '', 'data-lpignore': 'true' };

/** A stored credential: "Saved · Replace" until somebody asks to replace it. Needs no script. */
export function SecretField({
  saved,
  name,
  required = false,
  open = false,
  defaultValue,
  ...field
}: SecretFieldProps) {
  const input = { ...neverFilled, name, defaultValue };
  if (!saved) return <PasswordField {...field} {...input} required={required} />;
  return <SavedSecret {...field} input={input} open={open} />;
}

type SavedSecretProps = FieldProps & {
  open: boolean;
  input: Omit<ComponentProps<typeof MaskedInput>, 'wiring'>;
};

function SavedSecret({ label, hint, open, errors = [], input }: SavedSecretProps) {
  const id = useId();
  const failed = errors.length > 0;
  const wiring = {
    id,
    'aria-invalid': failed || undefined,
    'aria-describedby': failed ? `${id}-error ${id}-hint` : `${id}-hint`,
  };
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">{label}</span>
      <details open={failed || open || undefined} className="group/secret">
        <summary className="flex h-9 items-center gap-2 rounded-sm border border-line bg-sunken px-3 group-open/secret:mb-1.5 hover:border-control pointer-coarse:h-11">
          <LockKeyhole aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="text-muted">Saved</span>
          <span className="ml-auto font-medium text-accent-ink group-open/secret:hidden">
            Replace<span className="sr-only"> {label}</span>
          </span>
          <span className="ml-auto hidden text-muted group-open/secret:inline">
            {failed || open ? 'Give it again' : 'Empty keeps the saved value'}
          </span>
        </summary>
        <MaskedInput {...input} wiring={wiring} aria-label={`New ${label}`} />
      </details>
      {failed && <FieldError id={`${id}-error`} errors={errors} />}
      <p id={`${id}-hint`} className="text-sm text-muted">
        {hint ?? 'Sealed on the server; it cannot be read back.'}
      </p>
    </div>
  );
}
