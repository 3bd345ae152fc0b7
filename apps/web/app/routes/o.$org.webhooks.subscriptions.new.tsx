import type { SubscriptionView } from '@patchbay/services/schemas';
import { ButtonLink, FormErrors, SecretOnce } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Download, Radio, Send } from 'lucide-react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { useAnswer } from '../forms/use-answer.ts';
import { useOrganization } from '../frame/use-organization.ts';
import { FormDialog, RouteDialog } from '../parts/route-dialog.tsx';
import { WayList } from '../parts/way-list.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';
import { readSubscription } from '../webhooks/read-subscription.server.ts';
import { SubscriptionFields } from '../webhooks/subscription-fields.tsx';

export const meta = () => [{ title: 'Add subscription · Patchbay' }];

const kinds: readonly SubscriptionView['kind'][] = ['push', 'pull', 'stream'];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const asked = new URL(args.request.url).searchParams.get('kind');
  const sources = await orRefuse(args.context, caller.sources.list());
  return {
    kind: kinds.find((one) => one === asked) ?? null,
    sources: sources.map(({ id, name, title }) => ({ id, name, title })),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const create = async () => {
    const { id, name, secret } = await caller.subscriptions.create(readSubscription(form));
    if (secret !== null) return { ok: true as const, id, name, secret };
    const page = `/o/${organization.slug}/webhooks/subscriptions/${id}`;
    return redirectWithNotice(page, `“${name}” can fetch events from now on.`);
  };
  const keep = ['name', 'url', 'types', 'providers', 'channels'];
  return attempt(args.context, form, create, { keep });
}

export default function NewSubscriptionDialog() {
  const { kind, sources } = useLoaderData<typeof loader>();
  const done = useAnswer<typeof action>();
  const reply = useReply();
  const { base } = useOrganization();
  const list = `${base}/webhooks/subscriptions`;
  if (done && 'secret' in done)
    return (
      <RouteDialog
        title={`The secret of “${done.name}”`}
        closeHref={`${list}/${done.id}`}
        footer={
          <ButtonLink href={`${list}/${done.id}`} variant="primary">
            Done
          </ButtonLink>
        }
      >
        <SecretOnce value={done.secret} what="secret">
          Every event is signed with it. Give it to the program now: it cannot be shown again, only
          rotated.
        </SecretOnce>
      </RouteDialog>
    );
  if (kind === null)
    return (
      <RouteDialog title="How does the program get events?" closeHref={list}>
        <WayList
          ways={[
            {
              href: '?kind=push',
              icon: <Send />,
              title: 'They are sent to it',
              note: 'A signed POST for each event, tried again for three days.',
            },
            {
              href: '?kind=pull',
              icon: <Download />,
              title: 'It asks for them',
              note: 'With an API key and a cursor, whenever it likes.',
            },
            {
              href: '?kind=stream',
              icon: <Radio />,
              title: 'It reads a stream',
              note: 'One connection that goes on where it was cut.',
            },
          ]}
        />
      </RouteDialog>
    );
  return (
    <FormDialog title="Add a subscription" closeHref={list} submit="Add subscription">
      <FormErrors errors={reply?.errors} />
      <input type="hidden" name="kind" value={kind} />
      <SubscriptionFields kind={kind} reply={reply} sources={sources} />
    </FormDialog>
  );
}
