import { FormErrors } from '@patchbay/ui';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { SubmitButton } from '../forms/submit-button.tsx';
import { Door } from '../parts/door.tsx';
import { cookieHeaders } from '../session/cookies.server.ts';
import { orRefuse } from '../session/refuse.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Sign in again · Patchbay' }];

const signInPath = (search: string) =>
  `/sign-in?next=${encodeURIComponent(`/sso/continue${search}`)}`;

/** Where a tool sends people who have to sign in. Whoever is signed in already is asked to do so once more. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { search } = new URL(request.url);
  const { name } = await orRefuse(context, context.identity.signOn.client(search));
  if (context.session.user === null) throw redirect(signInPath(search));
  return { name, person: context.session.user };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  return attempt(context, form, async () => {
    const left = await context.identity.signOut();
    return redirect(signInPath(new URL(request.url).search), { headers: cookieHeaders(left) });
  });
}

export default function SignInAgainPage() {
  const { name, person } = useLoaderData<typeof loader>();
  const reply = useReply();
  return (
    <Door
      title="Sign in again"
      note={`${name} wants to be sure that it is you. You are signed in as ${person.name} (${person.email}).`}
    >
      <Form method="post" className="flex flex-col gap-4">
        <FormErrors errors={reply?.errors} />
        <SubmitButton>Sign in again</SubmitButton>
      </Form>
    </Door>
  );
}
