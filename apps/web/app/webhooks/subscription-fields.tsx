import type { SubscriptionView } from '@patchbay/services/schemas';
import { ChoiceField, SwitchField, TextAreaField, TextField, UrlField } from '@patchbay/ui';
import { fieldOf, type Reply } from '../forms/reply.ts';

type SubscriptionFieldsProps = {
  kind: SubscriptionView['kind'];
  reply: Reply | undefined;
  sources: readonly { id: string; name: string; title: string }[];
  chosen?: Pick<SubscriptionView, 'name' | 'url' | 'filter' | 'ordered'>;
};

/** Where events go, and which. */
export function SubscriptionFields({ kind, reply, sources, chosen }: SubscriptionFieldsProps) {
  const filter = chosen?.filter;
  const choices = sources.map(({ id, name, title }) => ({ value: id, label: name, note: title }));
  return (
    <>
      <TextField
        label="Name"
        hint="The program that gets them: “ticket sync”."
        required
        maxLength={80}
        autoComplete="off"
        defaultValue={chosen?.name}
        {...fieldOf(reply, 'name')}
      />
      {kind === 'push' && (
        <UrlField
          label="Address"
          required
          hint="Gets each event as a signed POST (Standard Webhooks 1.0)."
          defaultValue={chosen?.url ?? undefined}
          {...fieldOf(reply, 'url')}
        />
      )}
      {choices.length > 0 && (
        <ChoiceField
          label="Only from these sources"
          name="sources"
          choices={choices}
          chosen={filter?.sources ?? []}
          errors={reply?.fields['filter.sources']}
        />
      )}
      <TextAreaField
        label="Event types"
        optional
        rows={2}
        hint="One a line: issue.*, message. Empty takes all."
        defaultValue={filter?.types.join('\n')}
        {...fieldOf(reply, 'types', 'filter.types')}
      />
      <TextField
        label="Providers"
        optional
        mono
        hint="By their keys; patchbay stands for what Patchbay tells of itself, such as alerts."
        defaultValue={filter?.providers.join(', ')}
        {...fieldOf(reply, 'providers', 'filter.providers')}
      />
      <TextField
        label="Channels"
        optional
        mono
        defaultValue={filter?.channels.join(', ')}
        {...fieldOf(reply, 'channels', 'filter.channels')}
      />
      {kind === 'push' && (
        <SwitchField
          label="In order"
          name="ordered"
          defaultChecked={chosen?.ordered}
          hint="The next event goes out only once this one arrived or was given up."
        />
      )}
    </>
  );
}
