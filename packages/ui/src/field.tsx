import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';

export type FieldWiring = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

export type FieldProps = {
  label: string;
  hint?: ReactNode;
  errors?: readonly string[] | undefined;
  /** Shown beside the label; required is the usual case and is not marked. */
  optional?: boolean;
};

/** Label, control, help and errors, tied together so that a screen reader reads them as one. */
export function Field(props: FieldProps & { children: (wiring: FieldWiring) => ReactNode }) {
  const id = useId();
  const { label, hint, errors = [], optional = false } = props;
  const failed = errors.length > 0;
  const described = [failed && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {props.children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': failed || undefined,
      })}
      {failed && <FieldError id={`${id}-error`} errors={errors} />}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

export function FieldError({ id, errors }: { id: string; errors: readonly string[] }) {
  return (
    <p id={id} className="flex gap-1.5 text-sm text-bad">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>{errors.join(' ')}</span>
    </p>
  );
}

export const controlLook =
  'h-9 w-full min-w-0 rounded-sm border border-control bg-surface px-3 text-base text-ink transition-colors placeholder:text-muted/80 hover:border-muted focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-55 aria-invalid:border-bad-mark pointer-coarse:h-11 pointer-coarse:text-lg';
