import { FormErrors, Section, SelectField, TextField } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, type MetaFunction } from '@remix-run/react';
import { BackToList } from '../../console/back-to-list.tsx';
import { attempt, keptValues, refused, textOf } from '../../forms/attempt.server.ts';
import { fieldOf, useReply } from '../../forms/reply.ts';
import { SubmitButton } from '../../forms/submit-button.tsx';
import { openIntegration } from '../../integrations/access.server.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { useRun } from '../o.$org.integrations.$provider._run/run-context.ts';
import { LimitFacts } from './limit-facts.tsx';

export const meta: MetaFunction = () => [{ title: 'Limits · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireOrganization(args);
  return null;
}

const names = ['mode', 'perMinute', 'burst'];

export async function action(args: ActionFunctionArgs) {
  const { caller, org, integration } = await openIntegration(args);
  const { provider, label } = integration;
  const form = await args.request.formData();
  const mode = textOf(form, 'mode');
  const page = integrationPath(org, provider, 'limits');
  if (mode === 'none') {
    return attempt(args.context, form, async () => {
      await caller.calls.setLimits({ provider, limits: null });
      return redirectWithNotice(page, `${label} has no limit of its own any more.`);
    });
  }
  const perMinute = readCount(form, 'perMinute');
  const burst = readCount(form, 'burst');
  if (perMinute === null || Number.isNaN(burst))
    return refused(400, {
      fields: {
        ...(perMinute === null && { perMinute: ['Say how many calls a minute may bring.'] }),
        ...(Number.isNaN(burst) && { burst: ['must be a whole number'] }),
      },
      values: keptValues(form, names),
    });
  return attempt(
    args.context,
    form,
    async () => {
      const chosen = mode === 'enforce' ? ('enforce' as const) : ('observe' as const);
      const limits = { mode: chosen, perMinute, ...(burst !== null && { burst }) };
      await caller.calls.setLimits({ provider, limits });
      const what = chosen === 'enforce' ? 'limited to' : 'watched for more than';
      return redirectWithNotice(page, `${label} is ${what} ${perMinute} calls a minute.`);
    },
    { keep: names },
  );
}

/** A count, `null` where none was given; what is no number stays `NaN` for the schema to refuse. */
function readCount(form: FormData, name: string): number | null {
  const text = textOf(form, name);
  return text === '' ? null : Number(text);
}

const modes = [
  { value: 'none', label: 'No limit of our own' },
  { value: 'observe', label: 'Only count what would be refused' },
  { value: 'enforce', label: 'Refuse calls over the limit' },
];

export default function LimitsPage() {
  const { org, integration, access, limits } = useRun();
  const reply = useReply();
  const { own } = limits;
  return (
    <>
      <Section
        title="Limits"
        note={`What holds calls of ${integration.name} back. Its own limits count for everybody who uses the account.`}
      >
        <BackToList org={org} provider={integration.provider} />
        <LimitFacts limits={limits} />
      </Section>
      {access.canEdit && (
        <Section
          title="A limit of your own"
          note="Protects the account from a program that runs wild. Watch first, then refuse."
        >
          <Form
            key={JSON.stringify(own)}
            method="post"
            preventScrollReset
            className="flex flex-col gap-5"
          >
            <FormErrors errors={reply?.errors} />
            <SelectField
              label="Calls over the limit"
              options={modes}
              {...withDefault(fieldOf(reply, 'mode', 'limits.mode'), own?.mode ?? 'none')}
            />
            <div className="grid gap-5 sm:grid-cols-2">
              <TextField
                label="Calls per minute"
                type="number"
                min={1}
                max={1_000_000}
                {...withDefault(
                  fieldOf(
                    reply,
                    'perMinute',
                    reply?.fields.perMinute ? 'perMinute' : 'limits.perMinute',
                  ),
                  own?.perMinute ?? '',
                )}
              />
              <TextField
                label="At once"
                optional
                hint="After a quiet time; a tenth of a minute’s unless told."
                type="number"
                min={1}
                max={1_000_000}
                {...withDefault(
                  fieldOf(reply, 'burst', reply?.fields.burst ? 'burst' : 'limits.burst'),
                  own?.burst ?? '',
                )}
              />
            </div>
            <SubmitButton className="w-fit">Save limit</SubmitButton>
          </Form>
        </Section>
      )}
    </>
  );
}

const withDefault = <Field extends object>(field: Field, value: string | number) => ({
  defaultValue: value,
  ...field,
});
