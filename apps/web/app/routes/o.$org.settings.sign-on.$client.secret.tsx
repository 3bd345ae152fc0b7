import { ButtonLink, FormErrors, SecretOnce } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useAnswer } from '../forms/use-answer.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog, RouteDialog } from '../parts/route-dialog.tsx';
import { requireOrganization } from '../session/require.server.ts';
import { clientOf } from '../sign-on/client-of.server.ts';

export const meta = () => [{ title: 'New secret · Patchbay' }];

export const loader = (args: LoaderFunctionArgs) => clientOf(args);

export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    const clientId = args.params.client ?? '';
    const { secret } = await caller.signOn.replaceSecret({ clientId });
    return { ok: true as const, secret: secret ?? '' };
  });
}

export default function NewSecretDialog() {
  const { name } = useLoaderData<typeof loader>();
  const done = useAnswer<typeof action>();
  const reply = useReply();
  const { base } = useOrganization();
  const closeHref = `${base}/settings/sign-on`;
  if (done?.ok)
    return (
      <RouteDialog
        title={`The new secret of ${name}`}
        closeHref={closeHref}
        footer={
          <ButtonLink href={closeHref} variant="primary">
            Done
          </ButtonLink>
        }
      >
        <SecretOnce value={done.secret} what="client secret">
          Put it into the settings of {name} now. Until then nobody can sign in to it.
        </SecretOnce>
      </RouteDialog>
    );
  return (
    <FormDialog
      danger
      title={`Give ${name} a new secret?`}
      closeHref={closeHref}
      submit="Replace secret"
    >
      <FormErrors errors={reply?.errors} />
      <p>
        The secret that {name} has now stops working at once. Nobody can sign in to it until the new
        one is in its settings.
      </p>
    </FormDialog>
  );
}
