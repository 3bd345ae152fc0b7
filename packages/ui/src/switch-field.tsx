import type { InputHTMLAttributes, ReactNode } from 'react';
import { useId } from 'react';
import { FieldError } from './field.tsx';

export type SwitchFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'id'> & {
  label: string;
  name: string;
  hint?: ReactNode;
  errors?: readonly string[] | undefined;
};

/** A checkbox in the form data (`on` or absent), a switch to people and screen readers. */
export function SwitchField({ label, hint, errors = [], ...input }: SwitchFieldProps) {
  const id = useId();
  const failed = errors.length > 0;
  const described = [failed && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className="flex items-start gap-3">
      <span className="relative mt-px inline-flex h-5 w-9 shrink-0">
        <input
          {...input}
          id={id}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its own state
          role="switch"
          aria-describedby={described || undefined}
          className="peer absolute inset-0 size-full cursor-pointer appearance-none rounded-full bg-control transition-colors checked:bg-accent disabled:cursor-default disabled:opacity-50"
        />
        <span className="pointer-events-none absolute top-0.5 left-0.5 size-4 rounded-full bg-surface transition-transform peer-checked:translate-x-4" />
      </span>
      <span className="flex min-w-0 flex-col gap-0.5">
        <label htmlFor={id} className="cursor-pointer text-sm font-medium">
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </span>
        )}
        {failed && <FieldError id={`${id}-error`} errors={errors} />}
      </span>
    </div>
  );
}
