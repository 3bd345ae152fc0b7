import { ConfirmButton } from '@patchbay/ui';
import { CirclePause, CirclePlay, KeyRound, Trash2 } from 'lucide-react';
import type { IntegrationAccount } from '../account/account-types.ts';
import { inSentence } from '../account/noun.ts';
import { schemaFields } from '../inputs/schema-fields.ts';
import { SchemaInputs } from '../inputs/schema-inputs.tsx';
import { type FormTarget, intentFields } from './form-target.tsx';

export type ActionHandlers = {
  reset: () => Promise<unknown>;
  suspend: () => Promise<unknown>;
  resume: () => Promise<unknown>;
  remove: () => Promise<unknown>;
  operate: (operation: string, form: HTMLFormElement) => Promise<unknown>;
  update: (form: HTMLFormElement) => Promise<unknown>;
};

type AccountActionsProps = {
  account: IntegrationAccount;
  /** Admins have the operations that only they may run. */
  admin: boolean;
  target: FormTarget;
  handlers: ActionHandlers;
  running: boolean;
};

/** What can be done to a settled account; each button asks first and says what it means. */
export function AccountActions({ account, admin, target, handlers, running }: AccountActionsProps) {
  const { abilities, identifier, status, provider, id } = account;
  const { secret, removal, operations, update } = abilities;
  const noun = inSentence(abilities.noun);
  const shared = { size: 'sm' as const, action: target.action, running };
  const fields = (intent: Parameters<typeof intentFields>[0]['intent']) =>
    intentFields({ intent, provider, accountId: id });
  const mayResume = admin || !account.suspendedByOther;
  return (
    <div className="flex flex-wrap gap-2">
      {abilities.canResetSecret && secret && status === 'active' && (
        <ConfirmButton
          {...shared}
          icon={<KeyRound aria-hidden />}
          label={`Reset ${secret.label.toLowerCase()}`}
          title={`Reset the ${secret.label.toLowerCase()} of ${identifier}?`}
          confirm={`Reset ${secret.label.toLowerCase()}`}
          fields={fields('reset_secret')}
          onConfirm={handlers.reset}
        >
          <p>
            A new one is made and shown once. The present one stops working at once, also in every
            program that uses it.
          </p>
        </ConfirmButton>
      )}
      {abilities.canSuspend && status === 'active' && (
        <ConfirmButton
          {...shared}
          icon={<CirclePause aria-hidden />}
          label="Suspend"
          title={`Suspend ${identifier}?`}
          confirm={`Suspend ${noun}`}
          fields={fields('suspend')}
          onConfirm={handlers.suspend}
        >
          <p>
            Nobody can sign in to it until it is resumed. Nothing is deleted, and the name stays
            yours.
          </p>
        </ConfirmButton>
      )}
      {abilities.canSuspend && status === 'suspended' && mayResume && (
        <ConfirmButton
          {...shared}
          icon={<CirclePlay aria-hidden />}
          label="Resume"
          title={`Resume ${identifier}?`}
          confirm={`Resume ${noun}`}
          fields={fields('resume')}
          onConfirm={handlers.resume}
        >
          <p>It can be signed in to again, with everything that was in it.</p>
        </ConfirmButton>
      )}
      {update && (admin || update.audience === 'own') && (
        <ConfirmButton
          {...shared}
          label={update.title}
          title={update.title}
          confirm={update.title}
          fields={fields('update')}
          onConfirm={handlers.update}
        >
          <p>{update.about}</p>
          <SchemaInputs fields={schemaFields(update.input)} />
        </ConfirmButton>
      )}
      {operations
        .filter(({ audience }) => admin || audience === 'own')
        .map((operation) => (
          <ConfirmButton
            key={operation.name}
            {...shared}
            label={operation.title}
            title={operation.title}
            confirm={operation.title}
            fields={intentFields({
              intent: 'operation',
              provider,
              accountId: id,
              operation: operation.name,
            })}
            onConfirm={(form) => handlers.operate(operation.name, form)}
          >
            <p>{operation.about}</p>
            <SchemaInputs fields={schemaFields(operation.input)} />
          </ConfirmButton>
        ))}
      {abilities.canRemove && removal && (
        <ConfirmButton
          {...shared}
          danger
          variant="quiet"
          icon={<Trash2 aria-hidden />}
          label="Remove"
          title={`Remove ${identifier}?`}
          confirm={`Remove ${noun}`}
          typed={removal.leaves === 'kept' ? undefined : identifier}
          fields={fields('remove')}
          onConfirm={handlers.remove}
        >
          <p>{removal.about}</p>
          {removal.leaves === 'kept' && (
            <p className="text-muted">
              Its name stays taken there: nobody can register it again, not even you.
            </p>
          )}
        </ConfirmButton>
      )}
    </div>
  );
}
