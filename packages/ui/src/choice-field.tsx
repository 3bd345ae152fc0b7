import type { ReactNode } from 'react';
import { useId } from 'react';
import { FieldError } from './field.tsx';

export type Choice = { value: string; label: string; note?: ReactNode };

/** Several may be chosen; each arrives under the same name in the form data. */
export function ChoiceField(props: {
  label: string;
  name: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  errors?: readonly string[] | undefined;
}) {
  const id = useId();
  const errors = props.errors ?? [];
  const failed = errors.length > 0;
  return (
    <fieldset aria-describedby={failed ? `${id}-error` : undefined}>
      <legend className="text-sm font-medium">{props.label}</legend>
      <div className="mt-2 divide-y divide-line rounded-sm border border-line">
        {props.choices.map((choice) => (
          <label
            key={choice.value}
            className="flex cursor-pointer items-start gap-3 px-3 py-2.5 transition-colors hover:bg-hover"
          >
            <input
              type="checkbox"
              name={props.name}
              value={choice.value}
              defaultChecked={props.chosen.includes(choice.value)}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="flex flex-col">
              <span className="text-sm font-medium">{choice.label}</span>
              {choice.note && <span className="text-sm text-muted">{choice.note}</span>}
            </span>
          </label>
        ))}
      </div>
      {failed && (
        <div className="mt-1.5">
          <FieldError id={`${id}-error`} errors={errors} />
        </div>
      )}
    </fieldset>
  );
}
