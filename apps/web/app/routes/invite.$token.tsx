import { Banner, ButtonLink, FormErrors, Link } from '@patchbay/ui';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { signUp } from '../forms/sign-up.server.ts';
import { SubmitButton } from '../forms/submit-button.tsx';
import { Door } from '../parts/door.tsx';
import { roleNotes, roleWords } from '../parts/roles.ts';
import { SignUpFields } from '../parts/sign-up-fields.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse, type RefusedPage } from '../session/refuse.server.ts';

const shortestToken = 20;

export const meta = () => [{ title: 'Invitation · Patchbay' }];

export async function loader({ context, params }: LoaderFunctionArgs) {
  const token = params.token ?? '';
  if (token.length < shortestToken) {
    const message = 'This link is not whole: part of it was lost on the way. Ask for it again.';
    throw data({ message, requestId: context.requestId } satisfies RefusedPage, { status: 404 });
  }
  const invitation = await orRefuse(context, context.caller().invitations.describe({ token }));
  return { invitation, person: context.session.user, here: `/invite/${token}` };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const token = params.token ?? '';
  if (context.session.user === null) {
    const create = async () =>
      redirect(`/invite/${token}`, { headers: await signUp(context, form, token) });
    return attempt(context, form, create, { keep: ['name'] });
  }
  return attempt(context, form, async () => {
    const joined = await context.caller().invitations.accept({ token });
    return redirectWithNotice(`/o/${joined.slug}`, `You are now a member of ${joined.name}.`);
  });
}

export default function InvitationPage() {
  const { invitation, person, here } = useLoaderData<typeof loader>();
  const reply = useReply();
  const other = person !== null && person.email.toLowerCase() !== invitation.email.toLowerCase();
  return (
    <Door
      title={`Join ${invitation.organization}`}
      note={
        <>
          {invitation.invitedBy} invites you as {roleWords[invitation.role].toLowerCase()}.{' '}
          {roleNotes[invitation.role]}
        </>
      }
      footer={
        person === null ? (
          <>
            Have an account?{' '}
            <Link href={`/sign-in?next=${encodeURIComponent(here)}`}>Sign in to accept</Link>
          </>
        ) : undefined
      }
    >
      <FormErrors errors={reply?.errors} />
      {other ? (
        <WrongPerson invited={invitation.email} signedIn={person.email} />
      ) : (
        <Form method="post" className="flex flex-col gap-4">
          {person === null && <SignUpFields reply={reply} email={invitation.email} />}
          <SubmitButton className={person === null ? 'mt-2' : undefined}>
            {person === null ? 'Create account' : `Join as ${person.name}`}
          </SubmitButton>
        </Form>
      )}
    </Door>
  );
}

function WrongPerson({ invited, signedIn }: { invited: string; signedIn: string }) {
  return (
    <>
      <Banner tone="warn" title="This invitation is for somebody else">
        It was sent to {invited}; you are signed in as {signedIn}. Sign out, then open the link
        again.
      </Banner>
      <div className="flex gap-2">
        <Form method="post" action="/sign-out">
          <SubmitButton>Sign out</SubmitButton>
        </Form>
        <ButtonLink href="/" variant="quiet">
          Stay signed in
        </ButtonLink>
      </div>
    </>
  );
}
