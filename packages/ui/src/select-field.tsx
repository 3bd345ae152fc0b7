import { clsx } from 'clsx';
import { ChevronsUpDown } from 'lucide-react';
import type { SelectHTMLAttributes } from 'react';
import { controlLook, Field, type FieldProps } from './field.tsx';

export type SelectOption = { value: string; label: string };
type Base = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'> & {
  name: string;
  options: readonly SelectOption[];
};

/** The native control: the platform's own list, keyboard and touch. */
export function Select({ options, className, ...select }: Base & { id?: string }) {
  return (
    <span className="relative block">
      <select {...select} className={clsx(controlLook, 'appearance-none pr-8', className)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-3.5 text-muted"
      />
    </span>
  );
}

export function SelectField({ label, hint, errors, optional, ...select }: FieldProps & Base) {
  return (
    <Field label={label} hint={hint} errors={errors} optional={optional}>
      {(wiring) => <Select {...select} {...wiring} />}
    </Field>
  );
}
