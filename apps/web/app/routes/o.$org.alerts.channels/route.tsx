import { Banner, ButtonLink, Card, EmptyState } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { Megaphone, Plus } from 'lucide-react';
import { ChannelTable } from '../../alerts/channel-table.tsx';
import { useOrganization } from '../../frame/use-organization.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Alert channels · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return orRefuse(args.context, caller.alerts.channels());
}

export default function ChannelsPage() {
  const { channels, mail } = useLoaderData<typeof loader>();
  const { base, may } = useOrganization();
  const editable = may('settings:edit');
  const add = editable && (
    <ButtonLink href={`${base}/alerts/channels/new`} variant="primary" icon={<Plus aria-hidden />}>
      Add channel
    </ButtonLink>
  );
  const isMuteMail = !mail.available && channels.some(({ kind }) => kind === 'email');
  return (
    <>
      {isMuteMail && (
        <Banner tone="warn" title="This Patchbay cannot send mail">
          Its operator has to set <code className="font-mono text-xs">SMTP_URL</code> and{' '}
          <code className="font-mono text-xs">MAIL_FROM</code>.
        </Banner>
      )}
      {channels.length > 0 && add && <div className="flex justify-end">{add}</div>}
      <Card>
        {channels.length === 0 ? (
          <EmptyState icon={<Megaphone />} title="Nobody is told yet" actions={add}>
            A channel is a webhook, an e-mail or a message through your own chat integration. It
            hears of an alert once when it opens, each day while it stays open, and when it is over.
          </EmptyState>
        ) : (
          <ChannelTable channels={channels} base={base} editable={editable} />
        )}
      </Card>
      <Outlet />
    </>
  );
}
