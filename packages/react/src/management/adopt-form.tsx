import { Button, FormErrors, PasswordField, TextField } from '@patchbay/ui';
import type { FormEvent } from 'react';
import type { AccountAbilities } from '../account/account-types.ts';
import type { Failure } from '../failure.ts';
import type { AdoptAccount } from '../hooks/use-account-mutations.ts';
import { type FormTarget, formErrors, IntentFields, textIn } from './form-target.tsx';

type AdoptFormProps = {
  provider: string;
  abilities: AccountAbilities;
  /** The name that turned out to be taken. */
  identifier?: string | undefined;
  target: FormTarget;
  pending: boolean;
  failure: Failure | null;
  /** By choice instead of proof. */
  admin?: boolean;
  onAdopt: (input: AdoptAccount) => void;
};

/** For an account that exists outside already: who knows its password may have it. */
export function AdoptForm(props: AdoptFormProps) {
  const {
    provider,
    abilities,
    identifier,
    target,
    pending,
    failure,
    admin = false,
    onAdopt,
  } = props;
  const secret = abilities.secret?.label ?? 'Password';

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    const proof = form.get('secret');
    onAdopt({
      identifier: textIn(form, 'identifier'),
      ...(typeof proof === 'string' && { secret: proof }),
    });
  };

  return (
    <form method="post" action={target.action} onSubmit={submit} className="flex flex-col gap-4">
      <IntentFields intent="adopt" provider={provider} />
      <FormErrors errors={formErrors(failure, ['identifier', 'secret'])} />
      <div className="grid items-start gap-4 sm:max-w-120">
        <TextField
          label={abilities.identifier.label}
          name="identifier"
          defaultValue={identifier ?? target.outcome?.values.identifier}
          errors={failure?.fields.identifier}
          required
          maxLength={200}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        {!admin && (
          <PasswordField
            label={`Its present ${secret.toLowerCase()}`}
            name="secret"
            hint="It proves that the account is yours. It is checked once and kept nowhere."
            errors={failure?.fields.secret}
            required
            maxLength={1000}
            autoComplete="off"
          />
        )}
      </div>
      <div>
        <Button pending={pending}>{admin ? 'Take it over' : 'Add it to my accounts'}</Button>
      </div>
    </form>
  );
}
