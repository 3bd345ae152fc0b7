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

export const meta = () => [{ title: 'End maintenance · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return itemOf(args.context, caller.alerts.windows(), args.params.window);
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    await caller.alerts.removeWindow({ windowId: args.params.window ?? '' });
    return redirectWithNotice(
      `/o/${organization.slug}/alerts/maintenance`,
      'The maintenance is ended; what is still open is told now.',
    );
  });
}

export default function EndWindowDialog() {
  const { name, state } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  return (
    <FormDialog
      title={state === 'over' ? `Remove “${name}”?` : `End “${name}”?`}
      closeHref={`${base}/alerts/maintenance`}
      submit={state === 'over' ? 'Remove' : 'End maintenance'}
    >
      <FormErrors errors={reply?.errors} />
      <p>
        {state === 'over'
          ? 'It is over and keeps nothing quiet any more.'
          : 'Alerts are told again from now on, also those that it kept quiet and that are still open.'}
      </p>
    </FormDialog>
  );
}
