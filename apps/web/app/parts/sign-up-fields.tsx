import { PasswordField, TextField } from '@patchbay/ui';
import { fieldOf, type Reply } from '../forms/reply.ts';

/** What a new account needs. With an invitation its address is given and stays. */
export function SignUpFields({ reply, email }: { reply: Reply | undefined; email?: string }) {
  return (
    <>
      <TextField
        label="Name"
        autoComplete="name"
        autoFocus
        required
        maxLength={80}
        {...fieldOf(reply, 'name')}
      />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        {...fieldOf(reply, 'email')}
        {...(email === undefined ? {} : { defaultValue: email, readOnly: true })}
      />
      <PasswordField
        label="Password"
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={128}
        hint="At least 12 characters. A few unrelated words do well."
        {...fieldOf(reply, 'password')}
      />
    </>
  );
}
