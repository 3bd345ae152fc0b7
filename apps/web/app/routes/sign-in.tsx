import { FormErrors, Link, PasswordField, TextField } from '@patchbay/ui';
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  redirect,
  redirectDocument,
} from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { attempt, secretOf, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { SubmitButton } from '../forms/submit-button.tsx';
import { Door } from '../parts/door.tsx';
import { cookieHeaders } from '../session/cookies.server.ts';
import { safeNext } from '../session/safe-next.ts';

export const meta = () => [{ title: 'Sign in · Patchbay' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const next = safeNext(new URL(request.url).searchParams.get('next'));
  if (context.session.user !== null) throw redirect(next);
  return { next, open: context.signup === 'open' };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const signIn = async () => {
    const email = textOf(form, 'email');
    const entered = await context.identity.signIn({ email, password: secretOf(form, 'password') });
    const next = safeNext(form.get('next'));
    // A tool's sign-in goes on at an endpoint, which only a whole page load reaches.
    const go = next.startsWith('/sso/') ? redirectDocument : redirect;
    return go(next, { headers: cookieHeaders(entered) });
  };
  return attempt(context, form, signIn, { keep: ['email'] });
}

export default function SignInPage() {
  const { next, open } = useLoaderData<typeof loader>();
  const reply = useReply();
  return (
    <Door
      title="Sign in"
      footer={
        open ? (
          <>
            No account yet? <Link href="/sign-up">Sign up</Link>
          </>
        ) : (
          'New here? Ask an owner or admin of your organization for an invitation.'
        )
      }
    >
      <Form method="post" className="flex flex-col gap-4">
        <input type="hidden" name="next" value={next} />
        <FormErrors errors={reply?.errors} />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          autoFocus
          required
          {...fieldOf(reply, 'email')}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          required
          {...fieldOf(reply, 'password')}
        />
        <SubmitButton className="mt-2">Sign in</SubmitButton>
      </Form>
    </Door>
  );
}
