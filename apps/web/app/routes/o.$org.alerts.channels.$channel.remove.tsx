import { FormErrors } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { itemOf } from '../session/item-of.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Remove alert channel · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const list = caller.alerts.channels().then(({ channels }) => channels);
  return itemOf(args.context, list, args.params.channel);
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    await caller.alerts.removeChannel({ channelId: args.params.channel ?? '' });
    return redirectWithNotice(
      `/o/${organization.slug}/alerts/channels`,
      'The channel is removed; it hears of nothing more.',
    );
  });
}

export default function RemoveChannelDialog() {
  const { name, address } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  return (
    <FormDialog
      danger
      title={`Remove “${name}”?`}
      closeHref={`${base}/alerts/channels`}
      submit="Remove channel"
    >
      <FormErrors errors={reply?.errors} />
      <p>
        Alerts no longer reach <span className="wrap-anywhere">{address}</span>, and the record of
        what was sent there goes too. Nothing is changed at the other end.
      </p>
    </FormDialog>
  );
}
