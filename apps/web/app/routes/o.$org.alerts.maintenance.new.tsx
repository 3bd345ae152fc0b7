import { FormErrors, SelectField, TextField } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { WeekdayField } from '../alerts/weekday-field.tsx';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Plan maintenance · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const integrations = await orRefuse(args.context, caller.integrations.list({}));
  const used = integrations.filter(({ status }) => status !== 'not_configured');
  return { integrations: used.map(({ id, label }) => ({ value: id, label })) };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const plan = async () => {
    const { name } = await caller.alerts.createWindow(readWindow(form));
    return redirectWithNotice(
      `/o/${organization.slug}/alerts/maintenance`,
      `“${name}” is planned; alerts are kept quiet then.`,
    );
  };
  const keep = ['name', 'integrationId', 'from', 'startsAt', 'hours'];
  return attempt(args.context, form, plan, { keep });
}

/** Times are UTC, as the labels say: a form without script knows no other zone. */
function readWindow(form: FormData) {
  const integrationId = textOf(form, 'integrationId');
  const minutes = Math.round(Number(textOf(form, 'hours')) * 60);
  const about = { name: textOf(form, 'name'), ...(integrationId && { integrationId }) };
  const weekdays = form.getAll('weekdays').map(Number);
  if (weekdays.length > 0) {
    const [hours = 0, minute = 0] = textOf(form, 'from').split(':').map(Number);
    const startMinute = hours * 60 + minute;
    return { ...about, weekdays, startMinute, durationMinutes: minutes };
  }
  const startsAt = new Date(`${textOf(form, 'startsAt')}Z`);
  if (Number.isNaN(startsAt.getTime())) return about;
  return { ...about, startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) };
}

export default function NewWindowDialog() {
  const { integrations } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  return (
    <FormDialog
      title="Plan maintenance"
      closeHref={`${base}/alerts/maintenance`}
      submit="Plan maintenance"
    >
      <FormErrors errors={reply?.errors} />
      <TextField
        label="What for"
        hint="“Database move”, “Nightly restart”."
        required
        maxLength={80}
        autoComplete="off"
        {...fieldOf(reply, 'name')}
      />
      <SelectField
        label="About"
        options={[{ value: '', label: 'Everything' }, ...integrations]}
        {...fieldOf(reply, 'integrationId')}
      />
      <TextField
        label="Hours it lasts"
        type="number"
        min={0.25}
        max={168}
        step={0.25}
        required
        defaultValue={1}
        className="max-w-32"
        {...fieldOf(reply, 'hours', 'durationMinutes')}
      />
      <TextField
        label="Once, from (UTC)"
        type="datetime-local"
        optional
        {...fieldOf(reply, 'startsAt')}
      />
      <WeekdayField errors={reply?.fields.weekdays} />
      <TextField
        label="Each week from (UTC)"
        type="time"
        defaultValue="22:00"
        className="max-w-32"
        {...fieldOf(reply, 'from', 'startMinute')}
      />
    </FormDialog>
  );
}
