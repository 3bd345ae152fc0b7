import { keyPermissions } from '@patchbay/core';
import {
  ButtonLink,
  ChoiceField,
  FormErrors,
  SecretOnce,
  SelectField,
  TextField,
} from '@patchbay/ui';
import type { ActionFunctionArgs } from '@remix-run/node';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { useAnswer } from '../forms/use-answer.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { keyChoices } from '../parts/roles.ts';
import { FormDialog, RouteDialog } from '../parts/route-dialog.tsx';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Create API key · Patchbay' }];

export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  const create = async () => {
    const chosen = form.getAll('permissions');
    const days = Number(textOf(form, 'expiresInDays'));
    const { name, key } = await caller.keys.create({
      name: textOf(form, 'name'),
      permissions: keyPermissions.filter((permission) => chosen.includes(permission)),
      ...(days > 0 ? { expiresInDays: days } : {}),
    });
    return { ok: true as const, name, key };
  };
  return attempt(args.context, form, create, { keep: ['name', 'expiresInDays'] });
}

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: '', label: 'Never' },
];

export default function NewKeyDialog() {
  const done = useAnswer<typeof action>();
  const reply = useReply();
  const { base } = useOrganization();
  const closeHref = `${base}/settings/keys`;
  if (done?.ok)
    return (
      <RouteDialog
        title={`The key “${done.name}”`}
        closeHref={closeHref}
        footer={
          <ButtonLink href={closeHref} variant="primary">
            Done
          </ButtonLink>
        }
      >
        <SecretOnce value={done.key} what="key">
          Put it into the program’s own secrets now. Patchbay keeps only its hash, so it cannot be
          shown again.
        </SecretOnce>
        <p className="text-sm text-muted">
          Programs send it as <code className="font-mono text-xs">Authorization: Bearer …</code>
        </p>
      </RouteDialog>
    );
  return (
    <FormDialog title="Create an API key" closeHref={closeHref} submit="Create key">
      <FormErrors errors={reply?.errors} />
      <TextField
        label="Name"
        hint="The program that will use it: “billing sync”."
        autoFocus
        required
        maxLength={80}
        autoComplete="off"
        {...fieldOf(reply, 'name')}
      />
      <ChoiceField
        label="It may"
        name="permissions"
        choices={keyChoices}
        chosen={['settings:read']}
        errors={reply?.fields.permissions}
      />
      <SelectField
        label="Expires after"
        options={lifetimes}
        defaultValue="90"
        {...fieldOf(reply, 'expiresInDays')}
      />
    </FormDialog>
  );
}
