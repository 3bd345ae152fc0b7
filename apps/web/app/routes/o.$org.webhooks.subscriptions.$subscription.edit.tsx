import { FormErrors } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { subscriptionPage } from '../webhooks/pages.ts';
import { readSubscription } from '../webhooks/read-subscription.server.ts';
import { SubscriptionFields } from '../webhooks/subscription-fields.tsx';

export const meta = () => [{ title: 'Edit subscription · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const subscriptionId = args.params.subscription ?? '';
  const [subscription, sources] = await orRefuse(
    args.context,
    Promise.all([caller.subscriptions.get({ subscriptionId }), caller.sources.list()]),
  );
  return { subscription, sources: sources.map(({ id, name, title }) => ({ id, name, title })) };
}

export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  const save = async () => {
    const { kind: _, ordered, ...given } = readSubscription(form);
    const { name } = await caller.subscriptions.update({
      subscriptionId: args.params.subscription ?? '',
      ...given,
      ...(given.url && { ordered }),
    });
    return redirectWithNotice(subscriptionPage(args.params), `“${name}” is saved.`);
  };
  const keep = ['name', 'url', 'types', 'providers', 'channels'];
  return attempt(args.context, form, save, { keep });
}

export default function EditSubscriptionDialog() {
  const { subscription, sources } = useLoaderData<typeof loader>();
  const reply = useReply();
  return (
    <FormDialog
      title={`Edit “${subscription.name}”`}
      closeHref={subscriptionPage(useParams())}
      submit="Save"
    >
      <FormErrors errors={reply?.errors} />
      <SubscriptionFields
        kind={subscription.kind}
        reply={reply}
        sources={sources}
        chosen={subscription}
      />
    </FormDialog>
  );
}
