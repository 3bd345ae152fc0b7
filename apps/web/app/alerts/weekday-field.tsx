import { FieldError } from '@patchbay/ui';
import { useId } from 'react';
import { weekdayChoices } from './words.ts';

/** Days of the week side by side; none for something that happens once. */
export function WeekdayField({ errors = [] }: { errors?: readonly string[] | undefined }) {
  const id = useId();
  return (
    <fieldset aria-describedby={`${id}-hint`}>
      <legend className="text-sm font-medium">
        Or each week on <span className="font-normal text-muted">(optional)</span>
      </legend>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {weekdayChoices.map(({ value, label }) => (
          <label
            key={value}
            className="flex h-9 cursor-pointer items-center gap-2 rounded-sm border border-control px-2.5 text-sm transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft pointer-coarse:h-11"
          >
            <input type="checkbox" name="weekdays" value={value} className="size-4 accent-accent" />
            {label}
          </label>
        ))}
      </div>
      {errors.length > 0 && <FieldError id={`${id}-error`} errors={errors} />}
      <p id={`${id}-hint`} className="mt-1.5 text-sm text-muted">
        With a day chosen it repeats, and the single date is left out.
      </p>
    </fieldset>
  );
}
