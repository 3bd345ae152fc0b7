import {
  Badge,
  Banner,
  Button,
  Card,
  CopyButton,
  EmptyState,
  ProviderMark,
  Skeleton,
} from '@patchbay/ui';
import { CircleDashed, CircleSlash } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { AccountState } from '../account/account-state.tsx';
import type { IntegrationAccount, IntegrationInfo } from '../account/account-types.ts';
import { failureOf } from '../failure.ts';
import { useIntegrationAccount } from '../hooks/use-integration-account.ts';
import { useIntegrations } from '../hooks/use-integrations.ts';
import { AccountPanel } from './account-panel.tsx';
import type { FormTarget } from './form-target.tsx';
import { NoAccount } from './no-account.tsx';
import { useManagement } from './use-management.ts';

export type IntegrationManagementProps<TAccount extends { id: string } = IntegrationAccount> = {
  /** The provider's key: `xmpp`. */
  integrationId: string;
  title: string;
  description: string;
  createLabel: string;
  /** Words for the name's input; the provider's own unless told. */
  createInputLabel?: string;
  createInputPlaceholder?: string;
  createInputHelp?: string;
  /** Makes the request out of what was entered; `identifier` is the name, anything else goes beside it. */
  createInputToPayload?: (value: string) => Record<string, unknown>;
  renderAccountDetails?: (account: TAccount) => ReactNode;
  /** Where the forms go before there is script, and what came of it; see `FormTarget`. */
  target?: FormTarget;
  /** Begins a consent at the provider, for accounts that are brought from there. */
  onConsent?: () => void;
};

const noTarget: FormTarget = {};

/** One's own account with one provider, whatever the provider: create, see, reset, suspend, remove. */
export function IntegrationManagement<TAccount extends { id: string } = IntegrationAccount>(
  props: IntegrationManagementProps<TAccount>,
) {
  const { integrationId, title, description, target = noTarget } = props;
  const headingId = useId();
  const systems = useIntegrations();
  const own = useIntegrationAccount(integrationId);
  const info = systems.data?.find(({ provider }) => provider === integrationId);
  return (
    <section aria-labelledby={headingId} id={`account-${integrationId}`}>
      <Card>
        <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-5 py-4">
          <ProviderMark brand={integrationId} name={title} />
          <div className="min-w-0 flex-1 basis-40">
            <h2 id={headingId} className="text-base font-semibold">
              {title}
            </h2>
            {own.data ? (
              <p className="-my-0.5 flex items-center gap-1">
                <span className="min-w-0 font-mono text-xs wrap-anywhere">
                  {own.data.identifier}
                </span>
                <CopyButton
                  text={own.data.identifier}
                  what={own.data.abilities.identifier.label.toLowerCase()}
                />
              </p>
            ) : (
              <p className="text-sm text-muted">{description}</p>
            )}
          </div>
          <HeaderState info={info} account={own.data} />
        </header>
        <div className="border-t border-line">
          <Body
            props={props}
            info={info}
            account={own.data}
            known={systems.isSuccess}
            error={systems.error ?? own.error}
            onRetry={() => {
              void systems.refetch();
              void own.refetch();
            }}
            target={target}
          />
        </div>
      </Card>
    </section>
  );
}

type Shown = { info: IntegrationInfo | undefined; account: IntegrationAccount | null | undefined };

function HeaderState({ info, account }: Shown) {
  if (account) return <AccountState account={account} />;
  if (!info || account === undefined) return null;
  return info.available ? (
    <Badge icon={<CircleDashed aria-hidden />}>No account</Badge>
  ) : (
    <Badge icon={<CircleSlash aria-hidden />}>Not available</Badge>
  );
}

type BodyProps<TAccount extends { id: string }> = Shown & {
  props: IntegrationManagementProps<TAccount>;
  /** Whether the systems were read. */
  known: boolean;
  error: Error | null;
  onRetry: () => void;
  target: FormTarget;
};

function Body<TAccount extends { id: string }>(body: BodyProps<TAccount>) {
  const { props, info, account, known, error, onRetry, target } = body;
  const management = useManagement(info, props.integrationId, target);
  if (known && info === undefined && !account)
    return (
      <EmptyState title="Not offered here">
        {props.title} has no accounts of people in this organization.
      </EmptyState>
    );
  // What was read before a later reading failed is still worth showing.
  if (!account && error && (account === undefined || !known))
    return <LoadFailure error={error} onRetry={onRetry} />;
  if (account === undefined || (!account && !known)) return <Waiting />;
  if (account)
    return (
      <AccountPanel<TAccount>
        account={account}
        management={management}
        target={target}
        readOnly={info?.available === false}
        away={info?.available === false ? info.reason : null}
        renderAccountDetails={props.renderAccountDetails}
      />
    );
  if (info === undefined) return null;
  return <NoAccount props={props} info={info} management={management} target={target} />;
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-3 px-5 py-5">
      <Skeleton className="w-1/3" />
      <Skeleton className="h-9 w-full max-w-120" />
      <Skeleton className="h-9 w-32" />
    </div>
  );
}

function LoadFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { message, requestId } = failureOf(error);
  return (
    <div className="px-5 py-5">
      <Banner
        tone="bad"
        role="alert"
        title="This could not be loaded"
        actions={
          <Button type="button" size="sm" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {message} {requestId && `Request ${requestId}.`}
      </Banner>
    </div>
  );
}
