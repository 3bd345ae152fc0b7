import { SelectField, TextAreaField, TextField } from '@patchbay/ui';
import { type InputField, inputName } from './input-field.ts';

type OperationFieldProps = {
  field: InputField;
  value: string | undefined;
  errors: readonly string[] | undefined;
};

/** The control that fits a value's shape. */
export function OperationField({ field, value, errors }: OperationFieldProps) {
  const { name, kind, required, hint, maxLength } = field;
  const shared = {
    label: name,
    name: inputName(name),
    optional: !required,
    required,
    hint,
    errors,
    defaultValue: value ?? '',
  };
  if (kind === 'boolean')
    return (
      <SelectField
        {...shared}
        options={[
          { value: '', label: 'Not given' },
          { value: 'true', label: 'true' },
          { value: 'false', label: 'false' },
        ]}
      />
    );
  if (kind === 'choice') {
    const options = field.options.map((option) => ({ value: option, label: option }));
    return <SelectField {...shared} options={[{ value: '', label: 'Not given' }, ...options]} />;
  }
  if (kind === 'long' || kind === 'lines' || kind === 'json')
    return (
      <TextAreaField
        {...shared}
        maxLength={maxLength ?? undefined}
        spellCheck={kind === 'long'}
        hint={hint ?? (kind === 'json' ? 'JSON.' : undefined)}
        placeholder={kind === 'json' ? '{}' : undefined}
      />
    );
  return (
    <TextField
      {...shared}
      type={kind === 'number' ? 'number' : field.type}
      min={field.min ?? undefined}
      max={field.max ?? undefined}
      step={kind === 'number' ? 'any' : undefined}
      maxLength={maxLength ?? undefined}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
