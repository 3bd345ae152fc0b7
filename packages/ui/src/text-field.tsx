import { clsx } from 'clsx';
import type { InputHTMLAttributes } from 'react';
import { controlLook, Field, type FieldProps } from './field.tsx';

export type TextFieldProps = FieldProps &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & { name: string; mono?: boolean };

export function TextField(props: TextFieldProps) {
  const { label, hint, errors, optional, mono, className, ...input } = props;
  return (
    <Field label={label} hint={hint} errors={errors} optional={optional}>
      {(wiring) => (
        <input
          type="text"
          {...input}
          {...wiring}
          className={clsx(controlLook, mono && 'font-mono text-sm', className)}
        />
      )}
    </Field>
  );
}

/** An address: the phone's URL keyboard, no autocorrection, set in mono. */
export function UrlField(props: Omit<TextFieldProps, 'type' | 'mono'>) {
  return (
    <TextField
      placeholder="https://"
      {...props}
      mono
      type="url"
      inputMode="url"
      autoCapitalize="none"
      spellCheck={false}
    />
  );
}
