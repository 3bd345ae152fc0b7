import { Banner, FormErrors, TextAreaField, TextField } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { readFilters, readRuleInputs, readRules } from '../webhooks/read-source.server.ts';
import type { WebhookRules } from '../webhooks/rules.ts';
import { RulesFields } from '../webhooks/rules-fields.tsx';
import { fromRules, ruleNames } from '../webhooks/rules-form.ts';

export const meta = () => [{ title: 'Edit webhook source · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const { id, name, title, filters, rules, integrationId, sender } = await orRefuse(
    args.context,
    caller.sources.get({ id: args.params.source ?? '' }),
  );
  const inputs = sender.isCustom && rules ? fromRules(rules) : null;
  return { id, name, title, filters, inputs, isShared: integrationId !== null };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const source = args.params.source ?? '';
  const save = async () => {
    const { rules } = await caller.sources.get({ id: source });
    const { id, name } = await caller.sources.update({
      id: source,
      name: textOf(form, 'name'),
      filters: readFilters(form),
      ...(changesRules(form, rules) && { rules: readRules(form) }),
    });
    const page = `/o/${organization.slug}/webhooks/sources/${id}`;
    return redirectWithNotice(page, `“${name}” is saved.`);
  };
  return attempt(args.context, form, save, { keep: ['name', 'events', 'channels', ...ruleNames] });
}

/** Rules can say more than the form has inputs for; what nobody touched stays whole. */
function changesRules(form: FormData, rules: WebhookRules | null): boolean {
  if (!form.has('kind')) return false;
  const given = readRuleInputs(form);
  const shown = rules && fromRules(rules);
  return ruleNames.some((name) => given[name] !== shown?.[name]);
}

export default function EditSourceDialog() {
  const { id, name, title, filters, inputs, isShared } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  return (
    <FormDialog title={`Edit “${name}”`} closeHref={`${base}/webhooks/sources/${id}`} submit="Save">
      <FormErrors errors={reply?.errors} />
      <TextField
        label="Name"
        required
        maxLength={80}
        autoComplete="off"
        defaultValue={name}
        {...fieldOf(reply, 'name')}
      />
      {isShared && <Banner>The filters hold for every source of {title}.</Banner>}
      <TextAreaField
        label="Event types"
        optional
        hint="One a line; message.* takes all that begin so. Empty takes all."
        defaultValue={filters.events?.join('\n')}
        {...fieldOf(reply, 'events', 'filters.events')}
      />
      <TextAreaField
        label="Channels"
        optional
        hint="By their ids. Empty takes all."
        defaultValue={filters.channels?.join('\n')}
        {...fieldOf(reply, 'channels', 'filters.channels')}
      />
      {inputs && <RulesFields inputs={inputs} reply={reply} />}
    </FormDialog>
  );
}
