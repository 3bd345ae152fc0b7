import { Badge, Card, ProviderMark } from '@patchbay/ui';
import { CircleCheck, CircleSlash } from 'lucide-react';
import { AccountState } from './account/account-state.tsx';
import type { IntegrationInfo } from './account/account-types.ts';

export type IntegrationCardProps = {
  integration: Pick<
    IntegrationInfo,
    'provider' | 'name' | 'description' | 'available' | 'reason' | 'account'
  >;
};

/** What an integration is and whether one can have an account there; it does nothing. */
export function IntegrationCard({ integration }: IntegrationCardProps) {
  const { provider, name, description, available, reason, account } = integration;
  return (
    <Card className="flex items-start gap-4 px-5 py-4">
      <ProviderMark brand={provider} name={name} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{name}</p>
        <p className="text-sm text-muted">{available ? description : (reason ?? description)}</p>
      </div>
      {account ? (
        <AccountState account={account} />
      ) : available ? (
        <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
          Available
        </Badge>
      ) : (
        <Badge icon={<CircleSlash aria-hidden />}>Not available</Badge>
      )}
    </Card>
  );
}
