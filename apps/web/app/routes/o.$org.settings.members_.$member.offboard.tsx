import type { OffboardingPlanView } from '@patchbay/services/schemas';
import {
  Banner,
  ButtonLink,
  Card,
  FormErrors,
  Page,
  RelativeTime,
  Section,
  SwitchField,
  TextField,
} from '@patchbay/ui';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { attempt, refused, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { SubmitButton } from '../forms/submit-button.tsx';
import { useOrganization } from '../frame/use-organization.ts';
import { PlannedAccounts } from '../offboarding/planned-accounts.tsx';
import { counted } from '../offboarding/words.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Offboard · Patchbay' }];
export const handle = {
  crumb: () => [{ label: 'Settings' }, { label: 'Members' }, { label: 'Offboard' }],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization, person } = await requireOrganization(args);
  const memberId = args.params.member ?? '';
  const plan = await orRefuse(args.context, caller.offboardings.plan({ memberId }));
  if (plan.person.userId === person.id)
    throw redirect(`/o/${organization.slug}/settings/members/${memberId}/remove`);
  return plan;
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const memberId = args.params.member ?? '';
  return attempt(
    args.context,
    form,
    async () => {
      const { person, accounts } = await caller.offboardings.plan({ memberId });
      if (accounts.length > 0 && textOf(form, 'name') !== person.name)
        return refused(400, { fields: { name: [`Enter the name as it stands: ${person.name}`] } });
      const reason = textOf(form, 'reason');
      const revokeKeys = form.get('revokeKeys') === 'on';
      const report = await caller.offboardings.start({ memberId, revokeKeys, reason });
      const base = `/o/${organization.slug}`;
      const notice = `${person.name} was removed from ${organization.name}.`;
      const isReported = report.accounts > 0 || report.keysRevoked > 0;
      const to = isReported ? `${base}/offboardings/${report.id}` : `${base}/settings/members`;
      return redirectWithNotice(to, notice);
    },
    { keep: ['name', 'reason'] },
  );
}

export default function OffboardPage() {
  const plan = useLoaderData<typeof loader>();
  const { name } = useOrganization();
  const { person, accounts, refusal } = plan;
  return (
    <Page
      width="narrow"
      title={`Offboard ${person.name}`}
      note={`${person.email} loses access to ${name} at once. This is what happens besides.`}
    >
      {refusal && <Banner tone="warn">{refusal}</Banner>}
      <Card>
        {accounts.length === 0 ? (
          <p className="px-5 py-4">
            {person.name} has no accounts in the systems of {name}.
          </p>
        ) : (
          <PlannedAccounts accounts={accounts} />
        )}
      </Card>
      {refusal === null && <Confirmation plan={plan} />}
    </Page>
  );
}

function Confirmation({ plan: { person, accounts, keys } }: { plan: OffboardingPlanView }) {
  const reply = useReply();
  const { base } = useOrganization();
  const isOutside = accounts.length > 0;
  return (
    <Section title="Go ahead">
      <Form method="post" className="flex max-w-120 flex-col gap-4">
        <FormErrors errors={reply?.errors} />
        {keys.length > 0 && (
          <SwitchField
            label={`Revoke ${counted(keys.length, 'API key')} that ${person.name} made`}
            hint={<KeyNames keys={keys} />}
            name="revokeKeys"
            defaultChecked
          />
        )}
        <TextField
          label="Reason"
          hint="Stands in the report and the audit log."
          optional
          maxLength={300}
          autoComplete="off"
          {...fieldOf(reply, 'reason')}
        />
        {isOutside && (
          <TextField
            label={`Enter “${person.name}” to confirm`}
            hint="What is deleted outside cannot be brought back from here."
            required
            autoComplete="off"
            {...fieldOf(reply, 'name')}
          />
        )}
        <div className="flex flex-wrap gap-2">
          <SubmitButton variant="danger">Remove {person.name}</SubmitButton>
          <ButtonLink href={`${base}/settings/members`} variant="quiet">
            Cancel
          </ButtonLink>
        </div>
      </Form>
    </Section>
  );
}

function KeyNames({ keys }: Pick<OffboardingPlanView, 'keys'>) {
  return (
    <>
      {keys.map(({ id, name, lastUsedAt }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          {name} (
          {lastUsedAt ? (
            <>
              used <RelativeTime at={lastUsedAt} />
            </>
          ) : (
            'never used'
          )}
          )
        </span>
      ))}
      . Programs that use them stop.
    </>
  );
}
