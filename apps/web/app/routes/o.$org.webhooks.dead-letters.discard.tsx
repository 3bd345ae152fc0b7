import { FormErrors } from '@patchbay/ui';
import type { ActionFunctionArgs } from '@remix-run/node';
import { useParams, useSearchParams } from '@remix-run/react';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { plural } from '../webhooks/counts.ts';
import { deadLettersPage } from '../webhooks/pages.ts';

export const meta = () => [{ title: 'Discard dead letters · Patchbay' }];

export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    const subscriptionId = textOf(form, 'subscription');
    const { count } = await caller.deliveries.discardAll(subscriptionId ? { subscriptionId } : {});
    return redirectWithNotice(deadLettersPage(args.params), `${plural(count, 'event')} discarded.`);
  });
}

export default function DiscardAllDialog() {
  const [search] = useSearchParams();
  const subscription = search.get('subscription') ?? '';
  const reply = useReply();
  return (
    <FormDialog
      danger
      title="Discard all dead letters?"
      closeHref={deadLettersPage(useParams())}
      submit="Discard all"
    >
      <FormErrors errors={reply?.errors} />
      <input type="hidden" name="subscription" value={subscription} />
      <p>
        {subscription ? 'Those of the chosen program' : 'Those of every program'} are not tried
        again. The events themselves stay and can be replayed.
      </p>
    </FormDialog>
  );
}
