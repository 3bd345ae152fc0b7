import { FormErrors, RelativeTime } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { itemOf } from '../session/item-of.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Revoke API key · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return itemOf(args.context, caller.keys.list(), args.params.key);
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    const { name } = await caller.keys.revoke({ keyId: args.params.key ?? '' });
    return redirectWithNotice(
      `/o/${organization.slug}/settings/keys`,
      `The key “${name}” no longer works.`,
    );
  });
}

export default function RevokeKeyDialog() {
  const key = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  return (
    <FormDialog
      danger
      title={`Revoke “${key.name}”?`}
      closeHref={`${base}/settings/keys`}
      submit="Revoke key"
    >
      <FormErrors errors={reply?.errors} />
      <p>
        Whatever uses <code className="font-mono text-xs">{key.prefix}…</code> is refused from now
        on, and its open streams end. This cannot be undone.
      </p>
      <p className="text-muted">
        {key.lastUsedAt ? (
          <>
            It was last used <RelativeTime at={key.lastUsedAt} />.
          </>
        ) : (
          'It was never used.'
        )}
      </p>
    </FormDialog>
  );
}
