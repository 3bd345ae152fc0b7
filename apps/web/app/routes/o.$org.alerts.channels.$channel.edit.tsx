import { FormErrors, SwitchField } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ChannelFields } from '../alerts/channel-fields.tsx';
import { readChannelForm } from '../alerts/read-channel.server.ts';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { tryAct } from '../integrations/act.server.ts';
import { FormDialog } from '../parts/route-dialog.tsx';
import { itemOf } from '../session/item-of.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Edit alert channel · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const list = caller.alerts.channels().then(({ channels }) => channels);
  const channel = await itemOf(args.context, list, args.params.channel);
  if (!channel.provider) return { channel, destinations: [] };
  const { provider } = channel;
  const found = await tryAct(args.context, () => caller.alerts.destinations({ provider }));
  return { channel, destinations: found.ok ? found.value : [] };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const save = async () => {
    const { name } = await caller.alerts.updateChannel({
      channelId: args.params.channel ?? '',
      name: textOf(form, 'name'),
      enabled: form.has('enabled'),
      ...readChannelForm(form),
    });
    return redirectWithNotice(`/o/${organization.slug}/alerts/channels`, `“${name}” is saved.`);
  };
  const keep = ['name', 'recipients', 'channel', 'leastSeverity'];
  return attempt(args.context, form, save, { keep });
}

export default function EditChannelDialog() {
  const { channel, destinations } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { base } = useOrganization();
  return (
    <FormDialog
      title={`Edit “${channel.name}”`}
      closeHref={`${base}/alerts/channels`}
      submit="Save"
    >
      <FormErrors errors={reply?.errors} />
      <ChannelFields
        kind={channel.kind}
        reply={reply}
        destinations={destinations}
        chosen={channel}
      />
      <SwitchField
        label="On"
        name="enabled"
        defaultChecked={channel.enabled}
        hint="Switched off it hears of nothing and keeps its record."
      />
    </FormDialog>
  );
}
