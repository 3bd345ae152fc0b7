import { EmptyState, FormErrors, Link } from '@patchbay/ui';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { MailPlus } from 'lucide-react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { signUp } from '../forms/sign-up.server.ts';
import { SubmitButton } from '../forms/submit-button.tsx';
import { Door } from '../parts/door.tsx';
import { SignUpFields } from '../parts/sign-up-fields.tsx';

export const meta = () => [{ title: 'Sign up · Patchbay' }];

export async function loader({ context }: LoaderFunctionArgs) {
  if (context.session.user !== null) throw redirect('/');
  return { signup: context.signup };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const create = async () =>
    redirect('/organizations/new', { headers: await signUp(context, form) });
  return attempt(context, form, create, { keep: ['name', 'email'] });
}

export default function SignUpPage() {
  const { signup } = useLoaderData<typeof loader>();
  const reply = useReply();
  const back = (
    <>
      Have an account? <Link href="/sign-in">Sign in</Link>
    </>
  );
  if (signup === 'closed')
    return (
      <Door title="Sign up" footer={back}>
        <div className="-mx-5">
          <EmptyState icon={<MailPlus />} title="Nobody can sign up here">
            Whoever runs this Patchbay creates the accounts.
          </EmptyState>
        </div>
      </Door>
    );
  return (
    <Door
      title="Create your account"
      note={
        signup === 'invitation'
          ? 'The first account needs no invitation. Everybody after it opens the link they were sent.'
          : undefined
      }
      footer={back}
    >
      <Form method="post" className="flex flex-col gap-4">
        <FormErrors errors={reply?.errors} />
        <SignUpFields reply={reply} />
        <SubmitButton className="mt-2">Create account</SubmitButton>
      </Form>
    </Door>
  );
}
