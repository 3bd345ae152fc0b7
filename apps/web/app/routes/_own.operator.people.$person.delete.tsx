import { Banner, FormErrors, TextField } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { PersonPlan } from '../offboarding/person-plan.tsx';
import { FormDialog, RouteDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requirePerson } from '../session/require.server.ts';

export const meta = () => [{ title: 'Delete person · Patchbay' }];

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  requirePerson(context, request);
  return orRefuse(context, context.caller().people.plan({ userId: params.person ?? '' }));
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  requirePerson(context, request);
  const form = await request.formData();
  const erase = async () => {
    const { name } = await context.caller().people.delete({
      userId: params.person ?? '',
      email: textOf(form, 'email'),
      reason: textOf(form, 'reason'),
    });
    const notice = `${name} was deleted. Each organization has a report on their accounts.`;
    return redirectWithNotice('/operator/people', notice);
  };
  return attempt(context, form, erase, { keep: ['email', 'reason'] });
}

export default function DeletePersonDialog() {
  const plan = useLoaderData<typeof loader>();
  const reply = useReply();
  const { person, refusal } = plan;
  const closeHref = '/operator/people';
  const title = `Delete ${person.name}?`;
  if (refusal)
    return (
      <RouteDialog title={title} closeHref={closeHref}>
        <Banner tone="warn">{refusal}</Banner>
      </RouteDialog>
    );
  return (
    <FormDialog danger title={title} closeHref={closeHref} submit={`Delete ${person.name}`}>
      <FormErrors errors={reply?.errors} />
      <PersonPlan plan={plan} />
      <p className="text-muted">
        Audit logs and reports keep the name. Everything else of {person.name} is gone for good.
      </p>
      <TextField
        label={`Enter ${person.email} to confirm`}
        type="email"
        required
        autoComplete="off"
        {...fieldOf(reply, 'email')}
      />
      <TextField
        label="Reason"
        hint="Stands in the reports."
        optional
        maxLength={300}
        autoComplete="off"
        {...fieldOf(reply, 'reason')}
      />
    </FormDialog>
  );
}
