import { Banner, Button } from '@patchbay/ui';
import type { ReactNode } from 'react';
import { connectLines, DetailFacts, DetailLines, valueLines } from '../account/account-details.tsx';
import type { IntegrationAccount } from '../account/account-types.ts';
import { OneTimeSecret } from '../account/one-time-secret.tsx';
import { asAccount } from '../hooks/use-integration-account.ts';
import { AccountActions } from './account-actions.tsx';
import { AdoptForm } from './adopt-form.tsx';
import type { FormTarget } from './form-target.tsx';
import { OperationNote } from './operation-note.tsx';
import type { useManagement } from './use-management.ts';

type AccountPanelProps<TAccount extends { id: string }> = {
  account: IntegrationAccount;
  management: ReturnType<typeof useManagement>;
  target: FormTarget;
  /** Somebody else's account, looked after by an admin. */
  admin?: boolean;
  /** Nothing can be done. */
  readOnly?: boolean;
  /** Why the system cannot be reached for anybody, in a sentence. */
  away?: string | null | undefined;
  renderAccountDetails?: ((account: TAccount) => ReactNode) | undefined;
};

/** An account that is there, or on its way. */
export function AccountPanel<TAccount extends { id: string } = IntegrationAccount>(
  props: AccountPanelProps<TAccount>,
) {
  const {
    account,
    management,
    target,
    admin = false,
    readOnly = false,
    away = null,
    renderAccountDetails,
  } = props;
  const { identifier, operation, abilities, connect } = account;
  const { secret, output } = management;
  const settled = operation === null;
  const taken = operation?.failed === true && operation.trouble === 'taken';
  return (
    <div className="flex flex-col gap-5 px-5 py-5">
      <OperationNote
        readOnly={readOnly}
        account={account}
        target={target}
        retrying={management.retrying}
        canceling={management.canceling}
        onRetry={() => management.retry(account.id)}
        onCancel={() => management.cancel(account.id)}
      />
      {taken && !readOnly && abilities.canProve && (
        <AdoptForm
          provider={account.provider}
          abilities={abilities}
          identifier={identifier}
          target={target}
          pending={management.adopting}
          failure={management.adoptFailure}
          onAdopt={management.begin.adopt}
        />
      )}
      {secret && <OneTimeSecret secret={secret} of={identifier} onDone={management.forgetSecret} />}
      {away !== null && (
        <Banner tone="warn" title={away}>
          The account stays as it is. It can be changed again once that is mended.
        </Banner>
      )}
      <StandingNotes account={account} admin={admin} secretShown={secret !== null} />
      {account.status !== 'provisioning' && !admin && <DetailLines lines={connectLines(connect)} />}
      {renderAccountDetails ? (
        renderAccountDetails(asAccount<TAccount>(account))
      ) : (
        <DetailFacts lines={valueLines(account.details)} />
      )}
      {output && (
        <div role="status" className="flex flex-col gap-3">
          <p className="text-sm font-medium">{output.title}</p>
          <DetailLines lines={valueLines(output.values)} />
          <div>
            <Button type="button" size="sm" onClick={management.forgetOutput}>
              Close
            </Button>
          </div>
        </div>
      )}
      {settled && !readOnly && (
        <AccountActions
          account={account}
          admin={admin}
          target={target}
          handlers={management.handlersFor(account)}
          running={management.running}
        />
      )}
    </div>
  );
}

type StandingNotesProps = { account: IntegrationAccount; admin: boolean; secretShown: boolean };

function StandingNotes({ account, admin, secretShown }: StandingNotesProps) {
  const { abilities, status, suspendedByOther, operation } = account;
  const label = abilities.secret?.label.toLowerCase() ?? 'password';
  if (operation !== null) return null;
  if (status === 'suspended')
    return (
      <Banner tone="warn" title="Nobody can sign in to it">
        {suspendedByOther && !admin
          ? 'An admin of this organization suspended it, and only an admin can resume it.'
          : 'It is suspended. Resume it to use it again; nothing was deleted.'}
      </Banner>
    );
  if (account.secretShown === false && !secretShown && !admin)
    return (
      <Banner tone="warn" title={`Nobody has seen its ${label}`}>
        It was made while nobody watched, and it is kept nowhere.{' '}
        {abilities.canResetSecret
          ? `Reset the ${label} to get one that is shown to you.`
          : `No other one can be made here: recover it in the system’s own way, or ask an admin.`}
      </Banner>
    );
  return null;
}
