import { signOnScopes } from '@patchbay/core';
import {
  ButtonLink,
  ChoiceField,
  FormErrors,
  SecretOnce,
  SelectField,
  TextAreaField,
  TextField,
} from '@patchbay/ui';
import type { ActionFunctionArgs } from '@remix-run/node';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, type Reply, useReply } from '../forms/reply.ts';
import { useAnswer } from '../forms/use-answer.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog, RouteDialog } from '../parts/route-dialog.tsx';
import { requireOrganization } from '../session/require.server.ts';
import { clientKinds, scopeChoices } from '../sign-on/choices.ts';

export const meta = () => [{ title: 'Add tool · Patchbay' }];

export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  const create = async () => {
    const chosen = form.getAll('scopes');
    const kind = textOf(form, 'kind');
    const { name, clientId, secret } = await caller.signOn.create({
      name: textOf(form, 'name'),
      redirectUris: textOf(form, 'redirectUris')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
      kind: kind === 'public' ? 'public' : 'confidential',
      requirePkce: kind !== 'old',
      scopes: signOnScopes.filter((scope) => chosen.includes(scope)),
    });
    return { ok: true as const, name, clientId, secret };
  };
  return attempt(args.context, form, create, { keep: ['name', 'redirectUris', 'kind'] });
}

export default function NewSignOnClientDialog() {
  const done = useAnswer<typeof action>();
  const reply = useReply();
  const { base, name } = useOrganization();
  const closeHref = `${base}/settings/sign-on`;
  if (done?.ok) return <Registered {...done} closeHref={closeHref} />;
  return (
    <FormDialog title="Add a tool" closeHref={closeHref} submit="Add tool">
      <FormErrors errors={reply?.errors} />
      <TextField
        label="Name"
        hint={`Members of ${name} read it when they sign in.`}
        autoFocus
        required
        maxLength={80}
        autoComplete="off"
        {...fieldOf(reply, 'name')}
      />
      <TextAreaField
        label="Redirect addresses"
        hint="One a line, as the tool’s own settings show them. They have to be the same to the letter."
        required
        rows={2}
        placeholder="https://wiki.example.org/callback"
        {...addressesOf(reply)}
      />
      <SelectField
        label="Kind"
        options={clientKinds}
        defaultValue="confidential"
        {...fieldOf(reply, 'kind')}
      />
      <ChoiceField
        label="It may be told"
        name="scopes"
        choices={scopeChoices}
        chosen={['profile', 'email']}
        errors={reply?.fields.scopes}
      />
    </FormDialog>
  );
}

/** A bad address is named by its place in the list; people see one field. */
function addressesOf(reply: Reply | undefined) {
  const errors = Object.entries(reply?.fields ?? {})
    .filter(([name]) => name.startsWith('redirectUris'))
    .flatMap(([, messages]) => messages ?? []);
  return { ...fieldOf(reply, 'redirectUris'), errors: [...new Set(errors)] };
}

function Registered(props: {
  name: string;
  clientId: string;
  secret: string | null;
  closeHref: string;
}) {
  const { name, clientId, secret, closeHref } = props;
  return (
    <RouteDialog
      title={`${name} can sign people in`}
      closeHref={closeHref}
      footer={
        <ButtonLink href={closeHref} variant="primary">
          Done
        </ButtonLink>
      }
    >
      <p>
        Its client ID is <code className="font-mono text-sm break-all">{clientId}</code>
      </p>
      {secret === null ? (
        <p className="text-muted">It has no secret: it proves itself with PKCE.</p>
      ) : (
        <SecretOnce value={secret} what="client secret">
          Put it into the tool’s settings now. Patchbay keeps only a digest, so it cannot be shown
          again.
        </SecretOnce>
      )}
    </RouteDialog>
  );
}
