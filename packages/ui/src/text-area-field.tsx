import { clsx } from 'clsx';
import type { TextareaHTMLAttributes } from 'react';
import { controlLook, Field, type FieldProps } from './field.tsx';

export type TextAreaFieldProps = FieldProps &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'> & { name: string };

/** Several lines, set in mono: lists and mappings that people paste. */
export function TextAreaField(props: TextAreaFieldProps) {
  const { label, hint, errors, optional, className, rows = 3, ...input } = props;
  return (
    <Field label={label} hint={hint} errors={errors} optional={optional}>
      {(wiring) => (
        <textarea
          {...input}
          {...wiring}
          rows={rows}
          className={clsx(
            controlLook,
            'field-sizing-content h-auto! max-h-80 min-h-20 py-2 font-mono text-sm',
            className,
          )}
        />
      )}
    </Field>
  );
}
