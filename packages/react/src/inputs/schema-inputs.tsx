import type { FieldErrors } from '@patchbay/core';
import { SelectField, SwitchField, TextAreaField, TextField } from '@patchbay/ui';
import { inputName, type SchemaField } from './schema-fields.ts';

type SchemaInputsProps = {
  fields: readonly SchemaField[];
  /** By path, as the server names them: `input.quotaMiB`. */
  errors?: FieldErrors | undefined;
  /** What was entered before, for an answer that came without script. */
  values?: Readonly<Record<string, string>> | undefined;
};

export function SchemaInputs({ fields, errors = {}, values = {} }: SchemaInputsProps) {
  return (
    <>
      {fields.map((field) => (
        <SchemaInput
          key={field.name}
          field={field}
          errors={errorsOf(errors, inputName(field.name))}
          value={values[inputName(field.name)]}
        />
      ))}
    </>
  );
}

/** Errors below a list or an object are told at its own field. */
const errorsOf = (errors: FieldErrors, path: string): string[] =>
  Object.entries(errors).flatMap(([at, said]) =>
    at === path || at.startsWith(`${path}.`) ? said : [],
  );

type SchemaInputProps = { field: SchemaField; errors: string[]; value: string | undefined };

function SchemaInput({ field, errors, value }: SchemaInputProps) {
  const { name, label, kind, required, hint, preset, minLength, maxLength } = field;
  const entered = value ?? preset;
  const shared = { label, name: inputName(name), hint, errors };
  const wanted = { ...shared, required, optional: !required, defaultValue: entered };
  if (kind === 'boolean')
    return <SwitchField {...shared} defaultChecked={entered === 'true' || entered === 'on'} />;
  if (kind === 'choice') {
    const options = field.options.map((option) => ({ value: option, label: option }));
    const none = required ? [] : [{ value: '', label: 'Not given' }];
    return <SelectField {...wanted} options={[...none, ...options]} />;
  }
  if (kind === 'long' || kind === 'lines' || kind === 'json')
    return (
      <TextAreaField
        {...wanted}
        hint={hint ?? (kind === 'lines' ? 'One a line.' : undefined)}
        maxLength={maxLength}
        spellCheck={false}
      />
    );
  return (
    <TextField
      {...wanted}
      type={kind === 'number' ? 'number' : field.type}
      step={kind === 'number' ? 'any' : undefined}
      min={field.min}
      max={field.max}
      minLength={minLength}
      maxLength={maxLength}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
    />
  );
}
