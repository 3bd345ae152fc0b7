import type { ConnectionView } from '@patchbay/services/schemas';
import { Badge, ButtonLink, Section } from '@patchbay/ui';
import { CircleCheck, KeyRound } from 'lucide-react';
import type { IntegrationPage } from '../integrations/page.ts';
import { integrationPath } from '../integrations/paths.ts';
import { ConnectForm } from './connect-form.tsx';
import { ConnectionFacts } from './connection-facts.tsx';
import { ConnectionTrouble } from './connection-trouble.tsx';
import { OtherAccount } from './other-account.tsx';
import { ScopeList } from './scope-list.tsx';
import { consentWay } from './words.ts';

export type ConnectionPanelProps = { page: IntegrationPage; connection: ConnectionView };

/** Whom the integration acts as, what it may do, until when, and what can be done about it. */
export function ConnectionPanel({ page, connection }: ConnectionPanelProps) {
  const { account, pending } = connection;
  const { scopes } = connection;
  return (
    <Section
      title="Connection"
      note={account ? `${page.integration.name} sees every call as this account’s.` : undefined}
      actions={page.access.canEdit ? <Actions page={page} connection={connection} /> : undefined}
    >
      <div className="flex flex-col gap-5">
        {pending && account && (
          <OtherAccount page={page} pending={pending} current={account.name} />
        )}
        <Identity page={page} connection={connection} />
        <ConnectionTrouble page={page} connection={connection} />
        <ConnectionFacts connection={connection} />
        {scopes.granted.length + scopes.missing.length > 0 && (
          <ScopeList page={page} connection={connection} />
        )}
      </div>
    </Section>
  );
}

function Identity({ page, connection: { account, state } }: ConnectionPanelProps) {
  const broken = state === 'needs_reconnection';
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <span className="text-lg font-semibold wrap-anywhere">
        {account?.name ?? page.integration.label}
      </span>
      {broken ? (
        <Badge tone="bad" icon={<KeyRound aria-hidden />}>
          Needs reconnecting
        </Badge>
      ) : (
        <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
          Connected
        </Badge>
      )}
    </div>
  );
}

function Actions({ page: { org, integration }, connection }: ConnectionPanelProps) {
  const { provider } = integration;
  const way = consentWay(connection);
  const broken = connection.state === 'needs_reconnection';
  return (
    <>
      {way && way.type === connection.connectionType && (
        <ConnectForm
          org={org}
          provider={provider}
          size="sm"
          variant={broken ? 'primary' : 'secondary'}
          disabled={!way.allowed}
        >
          Reconnect
        </ConnectForm>
      )}
      <ButtonLink size="sm" href={integrationPath(org, provider, 'disconnect')}>
        Disconnect
      </ButtonLink>
    </>
  );
}
