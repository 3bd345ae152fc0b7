import type { FieldView, IntegrationDetailView } from '@patchbay/services/schemas';
import {
  SecretField,
  SelectField,
  SwitchField,
  TextAreaField,
  TextField,
  UrlField,
} from '@patchbay/ui';
import type { ReactNode } from 'react';
import { clearName, fieldName, isSaved, textOfSetting } from '../../integrations/settings.ts';
import { fieldSentence } from '../../integrations/words.ts';
import type { SaveReply } from './save-reply.ts';

type SettingFieldProps = {
  field: FieldView;
  stored: IntegrationDetailView['settings'][string] | undefined;
  /** What a form without script had typed. */
  kept: SaveReply | undefined;
  reply: SaveReply | undefined;
  /** Fills the field with what the sandbox accepts. */
  demo: string | undefined;
  /** A saved secret stands behind the destination that this field is part of. */
  guards: boolean;
  /** The destination was changed, so that saved secrets have to be given again. */
  moved: boolean;
};

/** Where the summary of errors leads. */
export const anchorOf = (key: string): string => `field-${key}`;

export function SettingField(props: SettingFieldProps) {
  const { field, reply } = props;
  const errors = (reply?.fields[fieldName(field.key)] ?? []).map((message) =>
    fieldSentence(field.label, message),
  );
  return (
    <div id={anchorOf(field.key)} className="scroll-mt-20">
      {field.secret ? (
        <SecretSetting {...props} errors={errors} />
      ) : (
        <OpenSetting {...props} errors={errors} />
      )}
    </div>
  );
}

type KindProps = SettingFieldProps & { errors: string[] };

function OpenSetting({ field, stored, kept, demo, guards, errors }: KindProps) {
  const { key, kind, label, required, placeholder, maxLength, options } = field;
  const name = fieldName(key);
  const text = kept?.values[key] ?? demo ?? textOfSetting(field, stored);
  if (kind === 'bool') {
    const on = kept ? kept.values[key] === 'on' : text === 'true';
    return (
      <SwitchField
        label={label}
        name={name}
        hint={hintOf({ ...field, default: null }, guards)}
        errors={errors}
        defaultChecked={on}
      />
    );
  }
  const shared = {
    label,
    name,
    hint: hintOf(field, guards),
    errors,
    optional: isOptional(field),
    required,
    defaultValue: text,
    placeholder: placeholder ?? undefined,
    autoComplete: 'off',
  };
  if (kind === 'select') return <SelectField {...shared} options={withChoice(options, required)} />;
  if (kind === 'url') return <UrlField {...shared} maxLength={maxLength ?? undefined} />;
  if (kind === 'map') return <TextAreaField {...shared} />;
  if (kind === 'port')
    return <TextField {...shared} inputMode="numeric" maxLength={5} className="max-w-32" />;
  return <TextField {...shared} maxLength={maxLength ?? undefined} spellCheck={false} />;
}

function SecretSetting({ field, stored, kept, demo, moved, errors }: KindProps) {
  const { key, label, required } = field;
  const said = hintOf(field, false);
  const saved = isSaved(stored);
  const lost = kept?.retype.includes(key) ?? false;
  const hint: ReactNode = (
    <>
      {said}
      {lost && (
        <strong className="font-medium text-ink">
          {' '}
          Type it again: secrets are never sent back to the page.
        </strong>
      )}
    </>
  );
  return (
    <>
      <SecretField
        label={label}
        name={fieldName(key)}
        hint={said || lost ? hint : undefined}
        errors={errors}
        saved={saved}
        open={lost || moved || demo !== undefined}
        defaultValue={demo}
        required={required}
        optional={isOptional(field) && !saved}
      />
      {saved && !required && (
        <label className="mt-2 flex w-fit items-center gap-2 text-sm text-muted">
          <input type="checkbox" name={clearName(key)} className="size-4 accent-accent" />
          Delete the saved value
        </label>
      )}
    </>
  );
}

const isOptional = ({ required, neededFor, default: fallback }: FieldView): boolean =>
  !required && neededFor.length === 0 && fallback === null;

function hintOf(
  { help, neededFor, destination, default: fallback }: FieldView,
  guards: boolean,
): ReactNode {
  const hasDefault = fallback !== null && fallback !== '';
  const warns = destination && guards;
  if (!hasDefault && !warns && neededFor.length === 0) return help;
  return (
    <>
      {help}
      {neededFor.length > 0 && ` Needed for: ${neededFor.join(', ')}.`}
      {hasDefault && (
        <>
          {' '}
          Default: <code className="font-mono text-xs">{String(fallback)}</code>
        </>
      )}
      {warns && ' Changing this asks for the saved secrets again.'}
    </>
  );
}

const withChoice = (options: FieldView['options'], required: boolean) =>
  required ? options : [{ value: '', label: 'Not set' }, ...options];
