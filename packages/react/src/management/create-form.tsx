import { Button, FormErrors, TextField } from '@patchbay/ui';
import type { FormEvent } from 'react';
import type { AccountAbilities } from '../account/account-types.ts';
import type { Failure } from '../failure.ts';
import type { CreateAccount } from '../hooks/use-account-mutations.ts';
import { readFields, schemaFields } from '../inputs/schema-fields.ts';
import { SchemaInputs } from '../inputs/schema-inputs.tsx';
import { type FormTarget, formErrors, IntentFields, textIn } from './form-target.tsx';

export type CreateWords = {
  createLabel: string;
  createInputLabel?: string | undefined;
  createInputPlaceholder?: string | undefined;
  createInputHelp?: string | undefined;
  createInputToPayload?: ((value: string) => Record<string, unknown>) | undefined;
};

type CreateFormProps = CreateWords & {
  provider: string;
  abilities: AccountAbilities;
  target: FormTarget;
  pending: boolean;
  failure: Failure | null;
  onCreate: (input: CreateAccount) => void;
};

export function CreateForm(props: CreateFormProps) {
  const { provider, abilities, target, pending, failure, onCreate, ...words } = props;
  const { identifier } = abilities;
  const fields = schemaFields(abilities.input);
  const values = failure && target.outcome?.intent === 'create' ? target.outcome.values : {};
  const required = identifier.choice === 'required';

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    const name = textIn(form, 'identifier');
    const input = readFields(form, fields);
    const { createInputToPayload: toPayload } = words;
    onCreate(toPayload ? fromPayload(toPayload(name), input) : withName(name, input));
  };

  return (
    <form method="post" action={target.action} onSubmit={submit} className="flex flex-col gap-4">
      <IntentFields intent="create" provider={provider} />
      <FormErrors errors={formErrors(failure, ['identifier'])} />
      <div className="grid items-start gap-4 sm:max-w-120">
        <TextField
          label={words.createInputLabel ?? identifier.label}
          name="identifier"
          hint={
            words.createInputHelp ??
            (required
              ? identifier.help
              : `${identifier.help} Left empty, it is made from your e-mail address.`)
          }
          placeholder={words.createInputPlaceholder ?? identifier.placeholder ?? undefined}
          errors={failure?.fields.identifier}
          defaultValue={values.identifier}
          required={required}
          optional={!required && words.createInputLabel === undefined}
          maxLength={200}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <SchemaInputs fields={fields} errors={failure?.fields} values={values} />
      </div>
      <div>
        <Button variant="primary" pending={pending}>
          {words.createLabel}
        </Button>
      </div>
    </form>
  );
}

const withName = (name: string, input: Record<string, unknown>): CreateAccount => ({
  ...(name !== '' && { identifier: name }),
  input,
});

/** `identifier` of the payload is the name, the rest goes beside it. */
function fromPayload(
  { identifier, ...rest }: Record<string, unknown>,
  input: Record<string, unknown>,
): CreateAccount {
  return withName(typeof identifier === 'string' ? identifier : '', { ...input, ...rest });
}
