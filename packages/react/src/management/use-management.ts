import { useAnnounce } from '@patchbay/ui';
import { useState } from 'react';
import type { AnyAccount, IntegrationAccount, IntegrationInfo } from '../account/account-types.ts';
import { inSentence } from '../account/noun.ts';
import type { ShownSecret } from '../account/one-time-secret.tsx';
import { failureOf } from '../failure.ts';
import {
  useAdoptIntegrationAccount,
  useCancelIntegrationAccount,
  useCreateIntegrationAccount,
  useDeleteIntegrationAccount,
  useIntegrationAccountOperation,
  useResetIntegrationAccountSecret,
  useRetryIntegrationAccount,
  useUpdateIntegrationAccount,
} from '../hooks/use-account-mutations.ts';
import { readFields, schemaFields } from '../inputs/schema-fields.ts';
import { usePatchbay } from '../provider.tsx';
import type { ActionHandlers } from './account-actions.tsx';
import type { FormTarget } from './form-target.tsx';

type Output = { title: string; values: Record<string, unknown> };

/** The acts of one card: what runs, what was refused, and what is shown once. */
export function useManagement(
  info: IntegrationInfo | undefined,
  provider: string,
  target: FormTarget,
  /** Whose accounts; one's own unless told. */
  personId?: string,
) {
  const { notify } = usePatchbay();
  const announce = useAnnounce();
  const answered = target.outcome?.provider === provider ? target.outcome : undefined;
  const [secret, setSecret] = useState<ShownSecret | null>(answered?.secret ?? null);
  const [output, setOutput] = useState<Output | null>(null);
  const create = useCreateIntegrationAccount(provider);
  const adopt = useAdoptIntegrationAccount(provider);
  const update = useUpdateIntegrationAccount(provider);
  const remove = useDeleteIntegrationAccount(provider);
  const reset = useResetIntegrationAccountSecret(provider);
  const retry = useRetryIntegrationAccount(provider);
  const cancel = useCancelIntegrationAccount(provider);
  const operation = useIntegrationAccountOperation(provider);
  const all = [create, adopt, update, remove, reset, retry, cancel, operation];
  const noun = inSentence(info?.abilities.noun ?? 'account');

  const reveal = (value: string | null | undefined, label: string | undefined) => {
    if (value) setSecret({ label: label ?? 'Password', value });
  };
  /** Refusals without a form of their own are told as a notice; forms show theirs themselves. */
  const told = async <Answer>(act: Promise<Answer>, success: (answer: Answer) => string) => {
    try {
      const answer = await act;
      notify({ tone: 'ok', text: success(answer) });
      return answer;
    } catch (error) {
      const { message, requestId } = failureOf(error);
      notify({ tone: 'bad', text: requestId ? `${message} Request ${requestId}.` : message });
      throw error;
    }
  };
  const label = info?.abilities.secret?.label;

  const begin = {
    create: (input: Parameters<typeof create.mutate>[0]) => {
      setSecret(null);
      create.mutate(
        { ...input, ...(personId && { personId }) },
        {
          onSuccess: ({ secret: value, account, outcome }) => {
            reveal(value, label);
            create.reset();
            const name = account?.identifier ?? noun;
            const text = outcome === 'done' ? `${name} is ready.` : `${name} is being created.`;
            notify({ tone: 'ok', text });
          },
          onError: () => announce(`The ${noun} was not created.`),
        },
      );
    },
    adopt: (input: Parameters<typeof adopt.mutate>[0]) =>
      adopt.mutate(
        { ...input, ...(personId && { personId }) },
        {
          onSuccess: ({ account }) => {
            adopt.reset();
            notify({
              tone: 'ok',
              text: `${account?.identifier ?? noun} is taken over.`,
            });
          },
          onError: () => announce(`The ${noun} was not added.`),
        },
      ),
  };

  const handlersFor = (account: AnyAccount & IntegrationAccount): ActionHandlers => {
    const { id, identifier, abilities } = account;
    const change = (status: 'active' | 'suspended', done: string) => () =>
      told(update.mutateAsync({ id, status }), () => `${identifier} ${done}.`);
    return {
      suspend: change('suspended', 'is suspended'),
      resume: change('active', 'can be used again'),
      remove: () =>
        told(remove.mutateAsync({ id }), ({ outcome }) =>
          outcome === 'done' ? `${identifier} is removed.` : `${identifier} is being removed.`,
        ),
      reset: async () => {
        setSecret(null);
        const answer = await told(reset.mutateAsync({ id }), ({ outcome }) =>
          outcome === 'done'
            ? `${identifier} has a new ${label?.toLowerCase() ?? 'password'}.`
            : `A new one is being made for ${identifier}.`,
        );
        reset.reset();
        reveal(answer.secret, label);
      },
      update: async (form) => {
        if (!abilities.update) return;
        const input = readFields(new FormData(form), schemaFields(abilities.update.input));
        await told(update.mutateAsync({ id, input }), ({ outcome }) =>
          outcome === 'done' ? `${identifier} is changed.` : `${identifier} is being changed.`,
        );
      },
      operate: async (name, form) => {
        const declared = abilities.operations.find((one) => one.name === name);
        if (!declared) return;
        const input = readFields(new FormData(form), schemaFields(declared.input));
        const answer = await told(
          operation.mutateAsync({ id, operation: name, input }),
          () => `${declared.title}: done.`,
        );
        operation.reset();
        reveal(answer.secret, declared.secret?.label);
        setOutput({ title: declared.title, values: answer.output });
      },
    };
  };

  return {
    secret,
    output,
    forgetSecret: () => setSecret(null),
    forgetOutput: () => setOutput(null),
    begin,
    handlersFor,
    retry: (id: string) =>
      void told(retry.mutateAsync({ id }), ({ outcome }) =>
        outcome === 'done' ? 'This time it worked.' : 'It was tried again, and goes on.',
      ).then((answer) => {
        retry.reset();
        // What was begun may have made a password, and this answer is where it is told.
        reveal(answer.secret, label);
      }, silent),
    cancel: (id: string) =>
      void told(cancel.mutateAsync({ id }), ({ outcome }) =>
        outcome === 'done' ? 'Canceled.' : 'It is being undone.',
      ).catch(silent),
    creating: create.isPending,
    adopting: adopt.isPending,
    retrying: retry.isPending,
    canceling: cancel.isPending,
    running: all.some(({ isPending }) => isPending),
    createFailure: failed(create.error) ?? ofIntent(answered, 'create'),
    adoptFailure: failed(adopt.error) ?? ofIntent(answered, 'adopt'),
  };
}

/** Told already; there is nobody left to tell. */
const silent = () => {};

const failed = (error: Error | null) => (error ? failureOf(error) : null);

const ofIntent = (outcome: FormTarget['outcome'], intent: 'create' | 'adopt') =>
  outcome?.intent === intent ? outcome.failure : null;
