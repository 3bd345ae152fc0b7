import { ButtonLink, FormErrors, Page, PasswordField, Section } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { attempt, secretOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { SubmitButton } from '../forms/submit-button.tsx';
import { SessionList } from '../parts/session-list.tsx';
import { cookieHeaders } from '../session/cookies.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requirePerson } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Account · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Account' }) };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const person = requirePerson(context, request);
  return { person, sessions: await orRefuse(context, context.identity.sessions()) };
}

export async function action({ context, request }: ActionFunctionArgs) {
  requirePerson(context, request);
  const form = await request.formData();
  return attempt(context, form, async () => {
    const changed = await context.identity.changePassword({
      currentPassword: secretOf(form, 'currentPassword'),
      newPassword: secretOf(form, 'newPassword'),
    });
    const notice = 'Password changed. Every other session was signed out.';
    return redirectWithNotice('/account', notice, cookieHeaders(changed));
  });
}

export default function AccountPage() {
  const { person, sessions } = useLoaderData<typeof loader>();
  const reply = useReply();
  return (
    <Page title="Account" width="narrow">
      <Section title="You">
        <dl className="grid grid-cols-[96px_1fr] gap-y-2">
          <dt className="text-muted">Name</dt>
          <dd className="min-w-0 break-words">{person.name}</dd>
          <dt className="text-muted">E-mail</dt>
          <dd className="min-w-0 break-words">{person.email}</dd>
          {person.operator && (
            <>
              <dt className="text-muted">Role</dt>
              <dd>Operator of this Patchbay</dd>
            </>
          )}
        </dl>
      </Section>
      <Section title="Password" note="Changing it signs you out everywhere else.">
        <Form method="post" className="flex max-w-90 flex-col gap-4">
          <FormErrors errors={reply?.errors} />
          <input type="hidden" name="username" autoComplete="username" value={person.email} />
          <PasswordField
            label="Current password"
            autoComplete="current-password"
            required
            {...fieldOf(reply, 'currentPassword')}
          />
          <PasswordField
            label="New password"
            autoComplete="new-password"
            required
            minLength={12}
            maxLength={128}
            hint="At least 12 characters."
            {...fieldOf(reply, 'newPassword')}
          />
          <div>
            <SubmitButton>Change password</SubmitButton>
          </div>
        </Form>
      </Section>
      <SessionList sessions={sessions} />
      <Section
        title="Delete account"
        note="Removes your accounts in every organization, and shows first what goes."
      >
        <ButtonLink href="/account/delete">Delete account…</ButtonLink>
      </Section>
    </Page>
  );
}
