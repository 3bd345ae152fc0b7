import { Badge, ProviderMark } from '@patchbay/ui';
import { CircleDashed } from 'lucide-react';
import { useId } from 'react';
import { AccountState } from '../account/account-state.tsx';
import type { IntegrationInfo } from '../account/account-types.ts';
import { inSentence } from '../account/noun.ts';
import { useIntegrationAccountById } from '../hooks/use-integration-account.ts';
import { AccountPanel } from './account-panel.tsx';
import type { FormTarget } from './form-target.tsx';
import { NoAccount } from './no-account.tsx';
import { useManagement } from './use-management.ts';

export type PersonAccountProps = {
  person: { id: string; name: string };
  integration: IntegrationInfo;
  /** Their account there; null without one. */
  accountId: string | null;
  /** Whether the one who looks may change it. */
  editable: boolean;
  target: FormTarget;
};

/** Somebody's account with one provider, as an admin looks after it. */
export function PersonAccount(props: PersonAccountProps) {
  const { person, integration, accountId, editable, target } = props;
  const { provider, name, abilities, available } = integration;
  const headingId = useId();
  const management = useManagement(integration, provider, target, person.id);
  const { data: account } = useIntegrationAccountById(provider, accountId ?? '', {
    enabled: accountId !== null,
  });
  const mayCreate = editable && available && abilities.identifier.choice !== 'consent';
  return (
    <section
      aria-labelledby={headingId}
      id={`account-${provider}`}
      className="rounded-md border border-line bg-surface"
    >
      <header className="flex flex-wrap items-center gap-3 px-5 py-3">
        <ProviderMark brand={provider} name={name} size="sm" />
        <div className="min-w-0 flex-1">
          <h3 id={headingId} className="text-sm font-semibold">
            {name}
          </h3>
          {accountId !== null && account && (
            <p className="font-mono text-xs wrap-anywhere">{account.identifier}</p>
          )}
        </div>
        {accountId !== null && account ? (
          <AccountState account={account} />
        ) : (
          <Badge icon={<CircleDashed aria-hidden />}>No account</Badge>
        )}
      </header>
      {accountId !== null && account && (
        <div className="border-t border-line">
          <AccountPanel
            account={account}
            management={management}
            target={target}
            admin
            readOnly={!editable || !available}
            away={available ? null : integration.reason}
          />
        </div>
      )}
      {accountId === null && mayCreate && (
        <details className="group/new border-t border-line">
          <summary className="px-5 py-2.5 text-sm font-medium text-accent-ink hover:bg-hover">
            Create {inSentence(abilities.noun)} for {person.name}
          </summary>
          <NoAccount
            props={{ createLabel: `Create ${inSentence(abilities.noun)}` }}
            info={integration}
            management={management}
            target={target}
            admin
          />
        </details>
      )}
    </section>
  );
}
