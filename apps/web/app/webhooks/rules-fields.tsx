import { SelectField, TextField } from '@patchbay/ui';
import type { ReactNode } from 'react';
import type { Reply } from '../forms/reply.ts';
import type { RuleInputs, RuleName } from './rules-form.ts';

const kinds = [
  { value: 'hmac', label: 'HMAC of the request' },
  { value: 'ed25519', label: 'Ed25519 signature' },
  { value: 'token', label: 'Token in a header' },
];
const hashes = [
  { value: 'sha256', label: 'SHA-256' },
  { value: 'sha1', label: 'SHA-1' },
  { value: 'sha512', label: 'SHA-512' },
];
const encodings = [
  { value: 'hex', label: 'Hexadecimal' },
  { value: 'base64', label: 'Base64' },
  { value: 'base64url', label: 'Base64 for URLs' },
];
const keyEncodings = [
  { value: 'utf8', label: 'As it is written' },
  { value: 'hex', label: 'Hexadecimal' },
  { value: 'base64', label: 'Base64' },
  { value: 'base64url', label: 'Base64 for URLs' },
];
const separators = [
  { value: '', label: 'Nothing: it is the whole header' },
  { value: ',', label: 'A list with commas' },
  { value: 'space', label: 'A list with spaces' },
  { value: ';', label: 'A list with semicolons' },
];

/** Where the router's errors point, by input. */
const paths: Partial<Record<RuleName, string[]>> = {
  header: ['rules.verifier.signature.header', 'rules.verifier.header'],
  prefix: ['rules.verifier.signature.prefix', 'rules.verifier.prefix'],
  signed: ['rules.verifier.signed'],
  timestampHeader: ['rules.verifier.timestamp', 'rules.verifier.timestamp.header'],
  idHeader: ['rules.verifier.id', 'rules.verifier.id.header'],
};

type RulesFieldsProps = { inputs: RuleInputs; reply: Reply | undefined };

/** How any sender signs. Everything is shown: what a sender does not do stays empty. */
export function RulesFields({ inputs, reply }: RulesFieldsProps) {
  const at = (name: RuleName) => ({
    name,
    defaultValue: reply?.values[name] ?? inputs[name],
    errors: (paths[name] ?? []).flatMap((path) => reply?.fields[path] ?? []),
    autoComplete: 'off',
    spellCheck: false,
  });
  return (
    <>
      <Group title="The proof">
        <SelectField label="What proves it" options={kinds} {...at('kind')} />
        <TextField label="Header with it" mono required {...at('header')} />
        <TextField
          label="What stands before it"
          optional
          mono
          hint="“sha256=”, “v1,”, “Bearer ”."
          {...at('prefix')}
        />
        <SelectField label="The header is" options={separators} {...at('separator')} />
      </Group>
      <Group title="What is signed" note="Not needed for a token.">
        <SelectField label="Hash" options={hashes} {...at('hash')} />
        <SelectField label="Signature written as" options={encodings} {...at('encoding')} />
        <TextField
          label="Signed text"
          mono
          hint="In its order: {body}, {timestamp}, {id} and what stands between."
          {...at('signed')}
        />
        <SelectField label="The secret is" options={keyEncodings} {...at('keyEncoding')} />
      </Group>
      <Group
        title="When, and which"
        note="A signed time keeps old requests from being played again."
      >
        <TextField label="Header with the time" optional mono {...at('timestampHeader')} />
        <TextField
          label="What stands before the time"
          optional
          mono
          hint="“t=” in “t=1700000000,v1=…”."
          {...at('timestampPrefix')}
        />
        <TextField
          label="Seconds it may be off"
          type="number"
          min={1}
          max={86400}
          {...at('tolerance')}
        />
        <TextField label="Header with the signed id" optional mono {...at('idHeader')} />
      </Group>
      <Group
        title="About the event"
        note="A header’s name, or a place in the JSON body: /event/type."
      >
        <TextField
          label="Delivery id"
          optional
          mono
          hint="What two copies of one delivery share; else a digest."
          {...at('deliveryId')}
        />
        <TextField label="Event type" optional mono {...at('eventType')} />
        <TextField label="Channel" optional mono {...at('channel')} />
      </Group>
    </>
  );
}

type GroupProps = { title: string; note?: string; children: ReactNode };

export function Group({ title, note, children }: GroupProps) {
  return (
    <fieldset className="border-t border-line pt-4">
      <legend className="float-left mb-3 w-full">
        <span className="font-medium">{title}</span>
        {note && <span className="ml-2 text-sm text-muted">{note}</span>}
      </legend>
      <div className="clear-both grid gap-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}
