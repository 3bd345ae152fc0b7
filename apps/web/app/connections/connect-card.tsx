import type { ConnectionView, ConnectionWay } from '@patchbay/services/schemas';
import { ButtonLink, Card, Link } from '@patchbay/ui';
import { ExternalLink, KeyRound, ShieldCheck } from 'lucide-react';
import type { IntegrationPage } from '../integrations/page.ts';
import { integrationPath } from '../integrations/paths.ts';
import { AddressForm } from './address-form.tsx';
import { CallbackAddress } from './callback-address.tsx';
import { ConnectForm } from './connect-form.tsx';

type ConnectCardProps = { page: IntegrationPage; connection: ConnectionView };

/** What it is, and each way to connect it with what that needs. */
export function ConnectCard({ page, connection }: ConnectCardProps) {
  const { integration, access } = page;
  const { name, description, setup, docs, callbackUrl } = integration;
  const isOwnApp = connection.ways.some(({ type, app }) => type === 'public' && app !== 'shared');
  return (
    <Card>
      <div className="flex flex-col gap-1.5 px-5 py-5 sm:px-8 sm:pt-8">
        <h2 className="text-lg font-semibold">Connect {name}</h2>
        <p className="max-w-prose text-muted">{description}</p>
      </div>
      <ul className="border-y border-line divide-y divide-line">
        {connection.ways.map((way) => (
          <li key={way.type}>
            <Way page={page} way={way} />
          </li>
        ))}
      </ul>
      <div className="flex flex-col gap-3 px-5 py-5 text-sm text-muted sm:px-8">
        {access.readOnly && <p>{access.readOnly}</p>}
        {setup && connection.ways.every(({ about }) => about !== setup) && (
          <p className="max-w-prose text-pretty">{setup}</p>
        )}
        {callbackUrl && isOwnApp && <CallbackAddress url={callbackUrl} />}
        <Link
          href={docs}
          target="_blank"
          rel="noreferrer"
          className="inline-flex w-fit items-center gap-1.5"
        >
          {name} documentation
          <ExternalLink aria-hidden className="size-3.5" />
        </Link>
      </div>
    </Card>
  );
}

function Way({ page, way }: { page: IntegrationPage; way: ConnectionWay }) {
  const Icon = way.consent ? ShieldCheck : KeyRound;
  return (
    <div className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-4 gap-y-3 px-5 py-5 sm:px-8 md:grid-cols-[20px_minmax(0,1fr)_auto] md:items-center">
      <Icon aria-hidden className="mt-0.5 size-5 text-muted max-md:row-span-2 md:self-start" />
      <div className="flex min-w-0 flex-col gap-1">
        <h3 className="font-medium">{way.title}</h3>
        <p className="max-w-prose text-sm text-muted">{way.about}</p>
        <WayNote page={page} way={way} />
      </div>
      {page.access.canEdit && <WayAction page={page} way={way} />}
    </div>
  );
}

/** Why it cannot be used yet, or through whose app it goes. */
function WayNote({ page, way }: { page: IntegrationPage; way: ConnectionWay }) {
  if (way.consent && way.allowed && way.type === 'public')
    return (
      <p className="text-sm text-muted">
        {way.app === 'own'
          ? 'Goes through your organization’s own app.'
          : 'Goes through the app of this Patchbay; nothing has to be entered.'}
      </p>
    );
  if (way.reason === null || (way.missing.length > 0 && !way.consent)) return null;
  return (
    <p className="text-sm">
      {way.reason}
      {way.missing.length > 0 && ` Missing: ${labelsOf(page, way.missing)}.`}
    </p>
  );
}

const labelsOf = ({ integration }: IntegrationPage, keys: readonly string[]): string =>
  keys.map((key) => integration.fields.find((field) => field.key === key)?.label ?? key).join(', ');

function WayAction({ page, way }: { page: IntegrationPage; way: ConnectionWay }) {
  const { org, integration } = page;
  const { name, provider } = integration;
  const configuration = integrationPath(org, provider, 'configuration');
  if (way.consent && way.type === 'internal') return <AddressForm page={page} way={way} />;
  if (!way.consent)
    return (
      <ButtonLink href={configuration} className="w-fit">
        Enter credentials
      </ButtonLink>
    );
  return (
    <div className="flex flex-wrap items-center gap-2">
      {!way.allowed && <ButtonLink href={configuration}>Enter app credentials</ButtonLink>}
      <ConnectForm org={org} provider={provider} variant="primary" disabled={!way.allowed}>
        Connect {name}
      </ConnectForm>
    </div>
  );
}
