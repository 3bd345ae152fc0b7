import { Banner, CodeBlock, TextAreaField } from '@patchbay/ui';
import { useLocation } from '@remix-run/react';
import type { InputField } from '../../console/input-field.ts';
import { OperationField } from '../../console/operation-field.tsx';
import { Segments } from '../../integrations/segments.tsx';

type Reply = { errors: Record<string, readonly string[]>; values: Record<string, string> };

type OperationInputsProps = {
  fields: readonly InputField[];
  schema: string;
  /** Written as JSON instead of filled in. */
  raw: boolean;
  reply: Reply | undefined;
};

export function OperationInputs({ fields, schema, raw, reply }: OperationInputsProps) {
  const { pathname } = useLocation();
  const errors = reply?.errors ?? {};
  const unplaced = Object.entries(errors).filter(
    ([path]) => path !== 'json' && !fields.some(({ name }) => !raw && path === `input.${name}`),
  );
  return (
    <>
      {fields.length > 0 && (
        <Segments
          label="How to give the input"
          choices={[
            { label: 'Form', href: pathname, current: !raw },
            { label: 'JSON', href: `${pathname}?as=json`, current: raw },
          ]}
        />
      )}
      {unplaced.length > 0 && (
        <Banner tone="bad" role="alert" title="The input is not accepted">
          {unplaced.map(([path, messages]) => (
            <p key={path}>
              <code className="font-mono text-xs">{path.replace(/^input\./, '')}</code>{' '}
              {messages.join(' ')}
            </p>
          ))}
        </Banner>
      )}
      {raw ? (
        <RawInput schema={schema} value={reply?.values.json} errors={errors.json} />
      ) : (
        fields.map((field) => (
          <OperationField
            key={field.name}
            field={field}
            value={reply?.values[`input.${field.name}`]}
            errors={errors[`input.${field.name}`]}
          />
        ))
      )}
      {fields.length === 0 && <p className="text-muted">It needs no input.</p>}
    </>
  );
}

type RawInputProps = {
  schema: string;
  value: string | undefined;
  errors: readonly string[] | undefined;
};

function RawInput({ schema, value, errors }: RawInputProps) {
  return (
    <>
      <TextAreaField
        label="Input"
        name="json"
        rows={8}
        spellCheck={false}
        errors={errors}
        defaultValue={value ?? '{\n  \n}'}
      />
      <details className="text-sm">
        <summary className="w-fit rounded-xs font-medium text-accent-ink">What it may hold</summary>
        <div className="mt-2">
          <CodeBlock text={schema} what="JSON Schema" />
        </div>
      </details>
    </>
  );
}
