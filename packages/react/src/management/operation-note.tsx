import { Banner, Button } from '@patchbay/ui';
import type { FormEvent } from 'react';
import type { IntegrationAccount } from '../account/account-types.ts';
import { type FormTarget, IntentFields } from './form-target.tsx';

type Operation = NonNullable<IntegrationAccount['operation']>;

const doing: Record<Operation['kind'], { now: string; act: string }> = {
  create: { now: 'is being created', act: 'Creating' },
  undo: { now: 'is being undone', act: 'Undoing' },
  suspend: { now: 'is being suspended', act: 'Suspending' },
  resume: { now: 'is being resumed', act: 'Resuming' },
  reset_secret: { now: 'gets a new secret', act: 'Resetting' },
  update: { now: 'is being changed', act: 'Changing' },
  remove: { now: 'is being removed', act: 'Removing' },
};

type OperationNoteProps = {
  account: Pick<IntegrationAccount, 'id' | 'provider' | 'identifier' | 'operation'>;
  target: FormTarget;
  readOnly: boolean;
  retrying: boolean;
  canceling: boolean;
  onRetry: () => void;
  onCancel: () => void;
};

/** What is under way with an account, or stopped half-way, and the way out of it. */
export function OperationNote(props: OperationNoteProps) {
  const { account, target, readOnly, retrying, canceling } = props;
  const { operation, identifier, id, provider } = account;
  if (operation === null) return null;
  const { now, act } = doing[operation.kind];
  const form = { target, provider, accountId: id };
  const cancel = !readOnly && operation.kind !== 'undo' && (
    <OneButton {...form} intent="cancel" pending={canceling} onSubmit={props.onCancel}>
      {operation.kind === 'create' ? 'Cancel creation' : 'Cancel'}
    </OneButton>
  );
  if (operation.trouble === null && !operation.failed)
    return (
      <Banner title={`${identifier} ${now}`} role="status" actions={cancel}>
        You can leave this page; it goes on.
      </Banner>
    );
  return (
    <Banner
      tone={operation.failed ? 'bad' : 'warn'}
      title={`${act} ${identifier} failed`}
      role="status"
      actions={
        <>
          {cancel}
          {!readOnly && (
            <OneButton {...form} intent="retry" pending={retrying} onSubmit={props.onRetry}>
              Try again now
            </OneButton>
          )}
        </>
      }
    >
      {operation.lastError} {nextStep(operation)}
    </Banner>
  );
}

function nextStep({ failed, attempts, trouble }: Operation): string {
  if (failed)
    return trouble === 'taken'
      ? 'Cancel it and choose another name, or prove below that it is yours.'
      : 'It is not tried again by itself.';
  const soFar = attempts > 1 ? `${attempts} attempts so far. ` : '';
  return `${soFar}It is tried again by itself, and you can leave this page.`;
}

type OneButtonProps = {
  intent: 'retry' | 'cancel';
  provider: string;
  accountId: string;
  target: FormTarget;
  pending: boolean;
  onSubmit: () => void;
  children: string;
};

function OneButton({ target, pending, onSubmit, children, ...intent }: OneButtonProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pending) onSubmit();
  };
  return (
    <form method="post" action={target.action} onSubmit={submit}>
      <IntentFields {...intent} />
      <Button size="sm" pending={pending}>
        {children}
      </Button>
    </form>
  );
}
