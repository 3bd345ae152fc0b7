import { FormErrors, RelativeTime } from '@patchbay/ui';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { disconnected } from '../../connections/words.ts';
import { attempt } from '../../forms/attempt.server.ts';
import { useReply } from '../../forms/reply.ts';
import { openIntegration } from '../../integrations/access.server.ts';
import { useIntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { FormDialog } from '../../parts/route-dialog.tsx';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { orRefuse } from '../../session/refuse.server.ts';

export const meta = () => [{ title: 'Disconnect · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller, org, integration, access } = await openIntegration(args);
  const { provider } = integration;
  const connection = await orRefuse(args.context, caller.connections.get({ provider }));
  if (!access.canEdit || connection.state === 'none')
    throw redirect(integrationPath(org, provider));
  return connection;
}

export async function action(args: ActionFunctionArgs) {
  const { caller, org, integration } = await openIntegration(args);
  const { provider, name } = integration;
  return attempt(args.context, new FormData(), async () => {
    const { revocation } = await caller.connections.disconnect({ provider });
    return redirectWithNotice(integrationPath(org, provider), disconnected(name, revocation));
  });
}

export default function DisconnectDialog() {
  const { account, connectionType, lastUsedAt } = useLoaderData<typeof loader>();
  const { org, integration } = useIntegrationPage();
  const reply = useReply();
  const { name, provider, checkable } = integration;
  const pasted = connectionType === 'internal';
  return (
    <FormDialog
      danger
      title={`Disconnect ${integration.label}?`}
      closeHref={integrationPath(org, provider)}
      submit={`Disconnect ${name}`}
    >
      <FormErrors errors={reply?.errors} />
      <p>
        {account ? (
          <>
            The connection as <strong className="font-semibold">{account.name}</strong> ends.
          </>
        ) : (
          'The stored credential is deleted.'
        )}{' '}
        From then on:
      </p>
      <ul className="list-disc space-y-1 pl-5 marker:text-faint">
        <li>Every program that calls {name} through Patchbay is refused.</li>
        {checkable && <li>It is no longer checked, and its health starts anew.</li>}
        <li>
          {pasted
            ? 'Connecting again needs the credential anew.'
            : `Connecting again needs somebody’s consent in ${name}.`}
        </li>
      </ul>
      <p className="text-muted">
        {lastUsedAt ? (
          <>
            Last used <RelativeTime at={lastUsedAt} />.{' '}
          </>
        ) : (
          'It was not used yet. '
        )}
        {pasted
          ? `The credential stays good in ${name}: revoke it there if nobody else uses it.`
          : `Patchbay asks ${name} to revoke its tokens first. The settings of an app of your own stay.`}
      </p>
    </FormDialog>
  );
}
