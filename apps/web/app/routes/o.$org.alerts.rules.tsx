import { Banner, FormErrors, Section, TextField } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { SubmitButton } from '../forms/submit-button.tsx';
import { useOrganization } from '../frame/use-organization.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Alert rules · Patchbay' }];

const names = ['openAfter', 'closeAfter', 'remindHours', 'expiryDays'] as const;

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return orRefuse(args.context, caller.alerts.rules());
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const save = async () => {
    const given = names.map((name) => [name, Number(textOf(form, name) || Number.NaN)] as const);
    await caller.alerts.updateRules(Object.fromEntries(given));
    return redirectWithNotice(`/o/${organization.slug}/alerts/rules`, 'The rules are saved.');
  };
  return attempt(args.context, form, save, { keep: names });
}

const fields = {
  openAfter: {
    label: 'Failed checks in a row until an alert opens',
    hint: 'Refused credentials open one at once: no further check follows them.',
    min: 1,
    max: 20,
  },
  closeAfter: {
    label: 'Good checks in a row until it closes',
    hint: 'So that a system that flickers does not open and close one alert after another.',
    min: 1,
    max: 20,
  },
  remindHours: {
    label: 'Hours between reminders',
    hint: 'While it is open and nobody has taken it on; 0 for none.',
    min: 0,
    max: 720,
  },
  expiryDays: {
    label: 'Days ahead of which an ending connection is an alert',
    hint: 'For providers that grant access for a limited time; 0 for never.',
    min: 0,
    max: 90,
  },
};

export default function RulesPage() {
  const rules = useLoaderData<typeof loader>();
  const reply = useReply();
  const editable = useOrganization().may('settings:edit');
  return (
    <Section
      title="When somebody is told"
      note="They hold for every integration of the organization. Checks run every 15 minutes unless the operator says otherwise."
    >
      <Form method="post" className="flex max-w-120 flex-col gap-5">
        {!editable && <Banner>Your role can read these rules; an admin can change them.</Banner>}
        <FormErrors errors={reply?.errors} />
        {names.map((name) => (
          <TextField
            key={name}
            type="number"
            inputMode="numeric"
            required
            disabled={!editable}
            defaultValue={rules[name]}
            className="max-w-32 tabular-nums"
            {...fields[name]}
            {...fieldOf(reply, name)}
          />
        ))}
        {editable && (
          <div>
            <SubmitButton>Save rules</SubmitButton>
          </div>
        )}
      </Form>
    </Section>
  );
}
