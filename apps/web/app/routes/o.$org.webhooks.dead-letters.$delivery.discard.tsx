import { FormErrors } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { deadLettersPage } from '../webhooks/pages.ts';

export const meta = () => [{ title: 'Discard event · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const deliveryId = args.params.delivery ?? '';
  return orRefuse(args.context, caller.deliveries.get({ deliveryId }));
}

export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    await caller.deliveries.discard({ deliveryId: args.params.delivery ?? '' });
    return redirectWithNotice(deadLettersPage(args.params), 'The event is discarded.');
  });
}

export default function DiscardDialog() {
  const { type, subscriptionName } = useLoaderData<typeof loader>();
  const reply = useReply();
  return (
    <FormDialog
      danger
      title="Discard this event?"
      closeHref={deadLettersPage(useParams())}
      submit="Discard event"
    >
      <FormErrors errors={reply?.errors} />
      <p>
        <code className="font-mono text-xs">{type}</code> is not tried again at{' '}
        {subscriptionName ?? 'the program'}. The event itself stays and can be replayed.
      </p>
    </FormDialog>
  );
}
