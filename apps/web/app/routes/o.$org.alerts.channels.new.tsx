import { Banner, ButtonLink, FormErrors, SecretOnce } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Mail, Webhook } from 'lucide-react';
import { ChannelFields } from '../alerts/channel-fields.tsx';
import { ChannelMark } from '../alerts/channel-table.tsx';
import { readChannelForm } from '../alerts/read-channel.server.ts';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useAnswer } from '../forms/use-answer.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { tryAct } from '../integrations/act.server.ts';
import { FormDialog, RouteDialog } from '../parts/route-dialog.tsx';
import { WayList } from '../parts/way-list.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export const meta = () => [{ title: 'Add alert channel · Patchbay' }];

type Kind = 'webhook' | 'email' | 'chat';
const kinds: readonly Kind[] = ['webhook', 'email', 'chat'];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const search = new URL(args.request.url).searchParams;
  const kind = kinds.find((one) => one === search.get('kind')) ?? null;
  const { chats, mail } = await orRefuse(args.context, caller.alerts.channels());
  const chat = chats.find(({ provider }) => provider === search.get('provider')) ?? null;
  if (kind !== 'chat' || !chat) return { kind, chats, mail, chat, found: null };
  // The integration may be out of reach; the dialog says so instead of failing.
  const found = await tryAct(args.context, () =>
    caller.alerts.destinations({ provider: chat.provider }),
  );
  return { kind, chats, mail, chat, found };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const create = async () => {
    const kind = kinds.find((one) => one === textOf(form, 'kind')) ?? 'webhook';
    const given = readChannelForm(form);
    const name = textOf(form, 'name');
    const made = await caller.alerts.createChannel({ kind, name, ...given });
    if (made.secret) return { ok: true as const, name: made.name, secret: made.secret };
    return redirectWithNotice(
      `/o/${organization.slug}/alerts/channels`,
      `“${made.name}” hears of alerts from now on. Send it a test.`,
    );
  };
  const keep = ['name', 'recipients', 'channel', 'leastSeverity'];
  return attempt(args.context, form, create, { keep });
}

export default function NewChannelDialog() {
  const { kind, chat, found, mail } = useLoaderData<typeof loader>();
  const done = useAnswer<typeof action>();
  const reply = useReply();
  const { base } = useOrganization();
  const closeHref = `${base}/alerts/channels`;
  if (done && 'secret' in done) return <SecretShown {...done} closeHref={closeHref} />;
  if (kind === null || (kind === 'chat' && !chat)) return <Choose closeHref={closeHref} />;
  const refused = found && !found.ok ? found : null;
  return (
    <FormDialog title={titles[kind]} closeHref={closeHref} submit="Add channel">
      <input type="hidden" name="kind" value={kind} />
      {chat && <input type="hidden" name="provider" value={chat.provider} />}
      <FormErrors errors={reply?.errors} />
      {kind === 'email' && !mail.available && (
        <Banner tone="warn">This Patchbay has no mail relay yet; its operator sets one up.</Banner>
      )}
      {refused && (
        <Banner tone="bad" title="Its channels cannot be listed">
          {refused.message}
        </Banner>
      )}
      <ChannelFields kind={kind} reply={reply} destinations={found?.ok ? found.value : []} />
    </FormDialog>
  );
}

const titles: Record<Kind, string> = {
  webhook: 'Tell a webhook',
  email: 'Tell by e-mail',
  chat: 'Tell a chat',
};

function SecretShown(props: { name: string; secret: string; closeHref: string }) {
  return (
    <RouteDialog
      title={`The secret of “${props.name}”`}
      closeHref={props.closeHref}
      footer={
        <ButtonLink href={props.closeHref} variant="primary">
          Done
        </ButtonLink>
      }
    >
      <SecretOnce value={props.secret} what="secret">
        Every message is signed with it, as Standard Webhooks says. Give it to the receiver now: it
        cannot be shown again.
      </SecretOnce>
    </RouteDialog>
  );
}

function Choose({ closeHref }: { closeHref: string }) {
  const { chats, mail } = useLoaderData<typeof loader>();
  const { base } = useOrganization();
  return (
    <RouteDialog title="Add an alert channel" closeHref={closeHref}>
      <WayList
        ways={[
          {
            href: '?kind=webhook',
            icon: <Webhook />,
            title: 'Webhook',
            note: 'A signed request to a program of yours.',
          },
          {
            href: '?kind=email',
            icon: <Mail />,
            title: 'E-mail',
            note: mail.available
              ? `From ${mail.from}.`
              : 'The operator has set up no mail relay yet.',
          },
          ...chats.map(({ provider, label, usable }) => ({
            href: usable ? `?kind=chat&provider=${provider}` : `${base}/integrations/${provider}`,
            icon: <ChannelMark channel={{ kind: 'chat', provider }} />,
            title: label,
            note: usable
              ? 'A message through your own integration.'
              : 'Connect the integration first.',
          })),
        ]}
      />
    </RouteDialog>
  );
}
