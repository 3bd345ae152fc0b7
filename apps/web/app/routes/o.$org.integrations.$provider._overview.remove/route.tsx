import type { IntegrationDetailView } from '@patchbay/services/schemas';
import { FormErrors } from '@patchbay/ui';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { attempt } from '../../forms/attempt.server.ts';
import { useReply } from '../../forms/reply.ts';
import { openIntegration } from '../../integrations/access.server.ts';
import { useIntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { isFilled } from '../../integrations/settings.ts';
import { listed } from '../../integrations/words.ts';
import { FormDialog } from '../../parts/route-dialog.tsx';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export const meta = () => [{ title: 'Remove · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { org, integration, access } = await openIntegration(args);
  const nothingToRemove = integration.status === 'not_configured';
  if (!access.canEdit || nothingToRemove)
    throw redirect(integrationPath(org, integration.provider));
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const provider = args.params.provider ?? '';
  return attempt(args.context, new FormData(), async () => {
    const { label } = await caller.integrations.remove({ provider });
    return redirectWithNotice(
      integrationPath(organization.slug, provider),
      `${label} is removed: its settings and credentials are deleted.`,
    );
  });
}

export default function RemoveDialog() {
  const { org, integration } = useIntegrationPage();
  const reply = useReply();
  return (
    <FormDialog
      danger
      title={`Remove ${integration.label}?`}
      closeHref={integrationPath(org, integration.provider)}
      submit={`Remove ${integration.label}`}
    >
      <FormErrors errors={reply?.errors} />
      <div className="flex flex-col gap-2">
        <p>This deletes, and nobody can bring back:</p>
        <ul className="list-disc space-y-1 pl-5 marker:text-faint">
          {losses(integration).map((loss) => (
            <li key={loss}>{loss}</li>
          ))}
        </ul>
      </div>
      <p className="text-muted">
        The audit trail stays, and so does the name. Nothing changes in {integration.name} itself:
        revoke the credentials there if nobody else uses them.
      </p>
    </FormDialog>
  );
}

/** What is lost, by the names the form gave it. */
function losses({ fields, settings, checkable }: IntegrationDetailView): string[] {
  const filled = fields.filter(({ key }) => isFilled(settings[key]));
  const secrets = filled.filter(({ secret }) => secret).map(({ label }) => label);
  const open = filled.filter(({ secret }) => !secret).map(({ label }) => label);
  return [
    ...(secrets.length > 0 ? [`Credentials: ${listed(secrets)}`] : []),
    ...(open.length > 0 ? [`Settings: ${listed(open)}`] : []),
    ...(checkable ? ['Health: its state and the history of its checks'] : []),
  ];
}
