import { Banner, Button, FormErrors, SelectField } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData, useLocation } from '@remix-run/react';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { count, plural } from '../webhooks/counts.ts';
import { replayRangeOf } from '../webhooks/event-filters.ts';

export const meta = () => [{ title: 'Replay events · Patchbay' }];

const statuses = ['any', 'delivered', 'dead', 'undelivered'] as const;

/** What is chosen in the address: the filters of the list, whom it goes to, and what became of the events there. */
function readRange(search: URLSearchParams, now: number) {
  const subscriptionId = search.get('to');
  const status = statuses.find((one) => one === search.get('status')) ?? 'any';
  const range = replayRangeOf(search, now);
  return subscriptionId ? { ...range, subscriptionId, status } : range;
}

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const search = new URL(args.request.url).searchParams;
  const [subscriptions, preview] = await orRefuse(
    args.context,
    Promise.all([
      caller.subscriptions.list(),
      caller.replays.preview(readRange(search, Date.now())),
    ]),
  );
  const pushed = subscriptions.filter(({ kind }) => kind === 'push');
  return {
    preview,
    subscriptions: pushed.map(({ id, name }) => ({ value: id, label: name })),
    to: search.get('to') ?? '',
    status: search.get('status') ?? 'any',
  };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const start = async () => {
    const search = new URL(args.request.url).searchParams;
    const perSecond = Number(textOf(form, 'perSecond'));
    const range = readRange(search, Date.now());
    const { total } = await caller.replays.start({ ...range, perSecond });
    search.delete('to');
    search.delete('status');
    return redirectWithNotice(
      `/o/${organization.slug}/webhooks/events?${search}`,
      `${plural(total, 'event')} on the way again; the progress stands above the list.`,
    );
  };
  return attempt(args.context, form, start, { keep: ['perSecond'] });
}

const statusOptions = [
  { value: 'any', label: 'All of them' },
  { value: 'undelivered', label: 'Those that did not arrive there' },
  { value: 'dead', label: 'Those given up there' },
  { value: 'delivered', label: 'Those that arrived there' },
];
const rates = [
  { value: '1', label: '1 a second' },
  { value: '10', label: '10 a second' },
  { value: '100', label: '100 a second' },
];

export default function ReplayDialog() {
  const { preview, subscriptions, to, status } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  const { search } = useLocation();
  const back = new URLSearchParams(search);
  back.delete('to');
  back.delete('status');
  return (
    <FormDialog
      title="Replay events"
      closeHref={`${base}/webhooks/events?${back}`}
      submit={`Replay ${plural(preview.events, 'event')}`}
      before={
        <Form method="get" preventScrollReset className="flex flex-col gap-4">
          {[...back].map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <SelectField
            label="To"
            name="to"
            defaultValue={to}
            options={[{ value: '', label: 'Every program that wants them' }, ...subscriptions]}
          />
          <SelectField
            label="Which of them"
            name="status"
            defaultValue={status}
            options={statusOptions}
            hint="Counts where one program is chosen."
          />
          <div>
            <Button size="sm">Count again</Button>
          </div>
        </Form>
      }
    >
      <FormErrors errors={reply?.errors} />
      <Banner title={`${count(preview.events)} events fit`}>
        The filters of the list hold; without a chosen time the last 24 hours. Programs see the same
        ids as the first time, so they can tell a repetition.
      </Banner>
      <SelectField
        label="Rate"
        options={rates}
        defaultValue="10"
        {...fieldOf(reply, 'perSecond')}
      />
    </FormDialog>
  );
}
