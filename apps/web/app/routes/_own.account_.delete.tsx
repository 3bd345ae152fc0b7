import { Banner, ButtonLink, FormErrors, Page, PasswordField, Section } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { attempt, secretOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { SubmitButton } from '../forms/submit-button.tsx';
import { PersonPlan } from '../offboarding/person-plan.tsx';
import { cookieHeaders } from '../session/cookies.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requirePerson } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Delete account · Patchbay' }];
export const handle = {
  crumb: () => [{ label: 'Account', href: '/account' }, { label: 'Delete' }],
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  requirePerson(context, request);
  return orRefuse(context, context.caller().people.planOwn());
}

export async function action({ context, request }: ActionFunctionArgs) {
  requirePerson(context, request);
  const form = await request.formData();
  return attempt(context, form, async () => {
    const password = secretOf(form, 'password');
    const left = await context.identity.deleteAccount({ password });
    return redirectWithNotice('/sign-in', 'Your account was deleted.', cookieHeaders(left));
  });
}

export default function DeleteAccountPage() {
  const plan = useLoaderData<typeof loader>();
  const reply = useReply();
  return (
    <Page
      title="Delete your account"
      width="narrow"
      note="You lose access to everything on this Patchbay at once, and there is no way back."
    >
      <Section title="What goes">
        <div className="flex max-w-120 flex-col gap-4">
          <PersonPlan plan={plan} />
          <p className="text-muted">
            Integrations and settings that you made stay with their organizations. Audit logs keep
            your name.
          </p>
        </div>
      </Section>
      {plan.refusal ? (
        <Banner tone="warn">{plan.refusal}</Banner>
      ) : (
        <Section title="Confirm">
          <Form method="post" className="flex max-w-90 flex-col gap-4">
            <FormErrors errors={reply?.errors} />
            <input
              type="hidden"
              name="username"
              autoComplete="username"
              value={plan.person.email}
            />
            <PasswordField
              label="Your password"
              autoComplete="current-password"
              required
              {...fieldOf(reply, 'password')}
            />
            <div className="flex flex-wrap gap-2">
              <SubmitButton variant="danger">Delete {plan.person.name}</SubmitButton>
              <ButtonLink href="/account" variant="quiet">
                Cancel
              </ButtonLink>
            </div>
          </Form>
        </Section>
      )}
    </Page>
  );
}
