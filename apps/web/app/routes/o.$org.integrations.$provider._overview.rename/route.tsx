import { FormErrors, TextField } from '@patchbay/ui';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { attempt, textOf } from '../../forms/attempt.server.ts';
import { fieldOf, useReply } from '../../forms/reply.ts';
import { openIntegration } from '../../integrations/access.server.ts';
import { useIntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { FormDialog } from '../../parts/route-dialog.tsx';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export const meta = () => [{ title: 'Rename · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { org, integration, access } = await openIntegration(args);
  if (!access.canEdit) throw redirect(integrationPath(org, integration.provider));
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const provider = args.params.provider ?? '';
  return attempt(
    args.context,
    form,
    async () => {
      const { label } = await caller.integrations.update({
        provider,
        label: textOf(form, 'label'),
      });
      return redirectWithNotice(
        integrationPath(organization.slug, provider),
        `It is called ${label} now.`,
      );
    },
    { keep: ['label'] },
  );
}

export default function RenameDialog() {
  const { org, integration } = useIntegrationPage();
  const reply = useReply();
  return (
    <FormDialog
      title={`Rename ${integration.label}`}
      closeHref={integrationPath(org, integration.provider)}
      submit="Rename"
    >
      <FormErrors errors={reply?.errors} />
      <TextField
        label="Name"
        hint={`How your people know this ${integration.name}. Addresses and API calls keep using “${integration.provider}”.`}
        maxLength={80}
        required
        autoComplete="off"
        defaultValue={integration.label}
        {...fieldOf(reply, 'label')}
      />
    </FormDialog>
  );
}
