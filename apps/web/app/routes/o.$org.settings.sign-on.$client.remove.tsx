import { FormErrors } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { clientOf } from '../sign-on/client-of.server.ts';

export const meta = () => [{ title: 'Remove tool · Patchbay' }];

export const loader = (args: LoaderFunctionArgs) => clientOf(args);

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    const { name, clientId } = await clientOf(args);
    await caller.signOn.remove({ clientId });
    const path = `/o/${organization.slug}/settings/sign-on`;
    return redirectWithNotice(path, `${name} was removed. Nobody signs in to it any more.`);
  });
}

export default function RemoveSignOnClientDialog() {
  const { name, people } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  return (
    <FormDialog
      danger
      title={`Remove ${name}?`}
      closeHref={`${base}/settings/sign-on`}
      submit={`Remove ${name}`}
    >
      <FormErrors errors={reply?.errors} />
      <p>
        Nobody can sign in to {name} with Patchbay any more, and what it was told is no longer
        confirmed.{' '}
        {people > 0 && `${people} ${people === 1 ? 'person uses' : 'people use'} it this way.`}
      </p>
      <p className="text-muted">
        {name} itself stays as it is. To come back it needs a new client ID and secret.
      </p>
    </FormDialog>
  );
}
