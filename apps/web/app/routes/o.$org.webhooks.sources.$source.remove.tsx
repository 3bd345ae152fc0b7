import { FormErrors } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { plural } from '../webhooks/counts.ts';

export const meta = () => [{ title: 'Remove webhook source · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const [source, subscriptions] = await orRefuse(
    args.context,
    Promise.all([
      caller.sources.get({ id: args.params.source ?? '' }),
      caller.subscriptions.list(),
    ]),
  );
  const { id, name, title, provider, received } = source;
  const fed = subscriptions.filter(({ filter }) => {
    const isNamed = filter.sources.length === 0 || filter.sources.includes(id);
    return isNamed && (filter.providers.length === 0 || filter.providers.includes(provider));
  });
  return { id, name, title, received, fed: fed.map((subscription) => subscription.name) };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    await caller.sources.remove({ id: args.params.source ?? '' });
    return redirectWithNotice(
      `/o/${organization.slug}/webhooks`,
      'The source is removed; its address answers nobody any more.',
    );
  });
}

export default function RemoveSourceDialog() {
  const { id, name, title, received, fed } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  return (
    <FormDialog
      danger
      title={`Remove “${name}”?`}
      closeHref={`${base}/webhooks/sources/${id}`}
      submit="Remove source"
    >
      <FormErrors errors={reply?.errors} />
      <p>
        Its address stops for good: what {title} sends there is refused, and {title} may switch the
        webhook off after some failures. Remove it there as well.
      </p>
      {fed.length > 0 && (
        <p>
          {fed.length === 1 ? 'This program gets' : 'These programs get'} nothing more from it:{' '}
          <strong className="font-medium">{fed.join(', ')}</strong>.
        </p>
      )}
      <p className="text-muted">
        {plural(received, 'event')} that it received stay as long as events are kept.
      </p>
    </FormDialog>
  );
}
