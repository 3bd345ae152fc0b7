import { SelectField, TextAreaField, TextField, UrlField } from '@patchbay/ui';
import { fieldOf, type Reply } from '../forms/reply.ts';
import { severityOptions } from './severity.tsx';

export type Destination = { id: string; name: string };

type Chosen = {
  name?: string;
  leastSeverity?: string;
  recipients?: readonly string[];
  channel?: string | null;
  channelName?: string | null;
};

type ChannelFieldsProps = {
  kind: 'webhook' | 'email' | 'chat';
  reply: Reply | undefined;
  destinations: readonly Destination[];
  /** What stands already, when it is changed. */
  chosen?: Chosen;
};

/** The inputs of one kind of channel. An address that is stored is not shown: an empty input keeps it. */
export function ChannelFields({ kind, reply, destinations, chosen = {} }: ChannelFieldsProps) {
  const isNew = chosen.name === undefined;
  return (
    <>
      <TextField
        label="Name"
        hint="Who is at the other end: “On call”."
        required
        maxLength={80}
        autoComplete="off"
        defaultValue={chosen.name}
        {...fieldOf(reply, 'name')}
      />
      {kind === 'webhook' && (
        <UrlField
          label="Address"
          required={isNew}
          hint={
            isNew
              ? 'Gets a signed POST (Standard Webhooks). Stored sealed; only its host is shown later.'
              : 'Leave it empty to keep the stored one.'
          }
          {...fieldOf(reply, 'url')}
        />
      )}
      {kind === 'email' && (
        <TextAreaField
          label="Recipients"
          hint="One address a line, at most 20."
          required
          defaultValue={chosen.recipients?.join('\n')}
          {...fieldOf(reply, 'recipients')}
        />
      )}
      {kind === 'chat' && (
        <SelectField
          label="Channel"
          hint="The bot has to be a member of it."
          options={destinationOptions(destinations, chosen)}
          defaultValue={chosen.channel ? `${chosen.channel} ${chosen.channelName}` : ''}
          {...fieldOf(reply, 'channel')}
        />
      )}
      <SelectField
        label="Gets"
        options={severityOptions}
        defaultValue={chosen.leastSeverity ?? 'notice'}
        {...fieldOf(reply, 'leastSeverity')}
      />
    </>
  );
}

function destinationOptions(
  destinations: readonly Destination[],
  { channel, channelName }: Chosen,
) {
  const known = destinations.map(({ id, name }) => ({ value: `${id} ${name}`, label: name }));
  const isListed = !channel || destinations.some(({ id }) => id === channel);
  const current = isListed
    ? []
    : [{ value: `${channel} ${channelName}`, label: channelName ?? '' }];
  const none = channel ? [] : [{ value: '', label: 'Choose a channel' }];
  return [...none, ...current, ...known];
}
