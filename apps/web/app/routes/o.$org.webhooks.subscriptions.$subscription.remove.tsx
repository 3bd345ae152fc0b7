import { FormErrors } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { plural } from '../webhooks/counts.ts';
import { subscriptionPage } from '../webhooks/pages.ts';

export const meta = () => [{ title: 'Remove subscription · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const subscriptionId = args.params.subscription ?? '';
  return orRefuse(args.context, caller.subscriptions.get({ subscriptionId }));
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    await caller.subscriptions.remove({ subscriptionId: args.params.subscription ?? '' });
    return redirectWithNotice(
      `/o/${organization.slug}/webhooks/subscriptions`,
      'The subscription is removed; nothing more goes there.',
    );
  });
}

export default function RemoveSubscriptionDialog() {
  const { name, url, health } = useLoaderData<typeof loader>();
  const reply = useReply();
  const waiting = (health?.queued ?? 0) + (health?.deadLetters ?? 0);
  return (
    <FormDialog
      danger
      title={`Remove “${name}”?`}
      closeHref={subscriptionPage(useParams())}
      submit="Remove subscription"
    >
      <FormErrors errors={reply?.errors} />
      <p>
        {url ? (
          <>
            Nothing more is sent to <span className="wrap-anywhere">{url}</span>.
          </>
        ) : (
          'The program can read nothing more under it.'
        )}
        {waiting > 0 && ` ${plural(waiting, 'event')} that waits or was given up goes with it.`}
      </p>
    </FormDialog>
  );
}
