import type { SenderView } from '@patchbay/services/schemas';
import {
  Anchor,
  Button,
  ButtonLink,
  FormErrors,
  SecretField,
  Section,
  TextAreaField,
  TextField,
} from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { attempt, secretOf, textOf } from '../../forms/attempt.server.ts';
import { fieldOf, useReply } from '../../forms/reply.ts';
import { SubmitButton } from '../../forms/submit-button.tsx';
import { useAnswer } from '../../forms/use-answer.ts';
import { useOrganization } from '../../frame/use-organization.ts';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { NewSourceSecret } from '../../webhooks/new-source-secret.tsx';
import { readFilters, readRules, tryRequest } from '../../webhooks/read-source.server.ts';
import { RulesFields } from '../../webhooks/rules-fields.tsx';
import { ruleNames, usualRules } from '../../webhooks/rules-form.ts';
import { SenderMark } from '../../webhooks/sender-mark.tsx';
import { Tester } from '../../webhooks/tester.tsx';
import { useTester } from '../../webhooks/use-tester.ts';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta = () => [{ title: 'Add webhook source · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const senders = await orRefuse(args.context, caller.sources.senders());
  const key = new URL(args.request.url).searchParams.get('sender');
  return { senders, sender: senders.find((each) => each.key === key) ?? null };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  const keep = ['name', 'events', 'channels', 'sampleHeaders', 'sampleBody', ...ruleNames];
  if (textOf(form, 'intent') === 'try')
    return attempt(args.context, form, async () => ({ tried: await tryRequest(caller, form) }), {
      keep,
    });
  const create = async () => {
    const name = textOf(form, 'name');
    const secret = secretOf(form, 'secret').trim();
    const filters = readFilters(form);
    const { newSecret, ...source } = await caller.sources.create({
      provider: textOf(form, 'provider'),
      ...(name && { name }),
      ...(secret && { secret }),
      ...(form.has('kind') && { rules: readRules(form) }),
      ...(Object.keys(filters).length > 0 && { filters }),
    });
    // The address of a sender that signs nothing is itself the secret.
    if (newSecret !== null)
      return { ok: true as const, id: source.id, name: source.name, url: source.url, newSecret };
    const page = `/o/${organization.slug}/webhooks/sources/${source.id}`;
    return redirectWithNotice(page, `“${source.name}” is ready. Set it up at ${source.title} now.`);
  };
  return attempt(args.context, form, create, { keep });
}

export default function NewSourcePage() {
  const { senders, sender } = useLoaderData<typeof loader>();
  const answer = useAnswer<typeof action>();
  const { base } = useOrganization();
  if (answer && 'newSecret' in answer) {
    const made = senders.find(({ key }) => key === sender?.key);
    return <NewSourceSecret made={answer} sender={made} base={base} />;
  }
  if (sender === null) return <ChooseSender senders={senders} />;
  return <SourceForm key={sender.key} sender={sender} />;
}

function ChooseSender({ senders }: { senders: readonly SenderView[] }) {
  return (
    <>
      <Senders title="Providers" senders={senders.filter(({ isProvider }) => isProvider)} />
      <Senders title="Any other sender" senders={senders.filter((each) => !each.isProvider)} />
    </>
  );
}

function Senders({ title, senders }: { title: string; senders: readonly SenderView[] }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">{title}</h2>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {senders.map((sender) => (
          <li
            key={sender.key}
            className="relative flex gap-3 rounded-md border border-line bg-surface px-4 py-3.5 transition-colors hover:border-control hover:bg-hover/55"
          >
            <SenderMark sender={sender.key} />
            <span className="flex min-w-0 flex-col gap-0.5">
              <Anchor
                href={`?sender=${sender.key}`}
                className="font-medium outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent"
              >
                {sender.title}
              </Anchor>
              <span className="text-sm text-muted">{sender.about}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SourceForm({ sender }: { sender: SenderView }) {
  const reply = useReply();
  const answer = useAnswer<typeof action>();
  const { base } = useOrganization();
  const tester = useTester(`${base}/webhooks/sources/new?sender=${sender.key}`);
  const tried = tester.tried ?? (answer && 'tried' in answer ? answer.tried : null);
  return (
    <Section
      title={`A source for ${sender.title}`}
      note={sender.about}
      actions={
        <ButtonLink href={`${base}/webhooks/sources/new`} size="sm" variant="quiet">
          Choose another
        </ButtonLink>
      }
    >
      <Form
        method="post"
        onChange={sender.isCustom ? tester.onChange : undefined}
        className="flex max-w-180 flex-col gap-5"
      >
        <input type="hidden" name="provider" value={sender.key} />
        <FormErrors errors={reply?.errors} />
        <TextField
          label="Name"
          placeholder={sender.title}
          optional
          maxLength={80}
          autoComplete="off"
          {...fieldOf(reply, 'name')}
        />
        {sender.secret.origin === 'entered' && (
          <SecretField
            label={sender.secret.label}
            saved={false}
            optional={sender.secret.field !== null}
            hint={
              sender.secret.field
                ? `${sender.secret.help} Empty takes the one of the integration’s settings.`
                : sender.secret.help
            }
            name="secret"
            errors={reply?.fields.secret}
          />
        )}
        {sender.secret.origin === 'generated' && (
          <p className="text-sm text-muted">
            The {sender.secret.label.toLowerCase()} is made here and shown once, on the next page.
          </p>
        )}
        {sender.secret.origin === 'captured' && (
          <p className="text-sm text-muted">{sender.secret.help}</p>
        )}
        {sender.isCustom && <RulesFields inputs={usualRules} reply={reply} />}
        <FilterFields reply={reply} />
        {sender.isCustom && <Tester result={tried} values={reply?.values} />}
        <div className="flex flex-wrap gap-2">
          <SubmitButton>Add source</SubmitButton>
          {sender.isCustom && (
            <Button name="intent" value="try">
              Try the request
            </Button>
          )}
        </div>
      </Form>
    </Section>
  );
}

function FilterFields({ reply }: { reply: ReturnType<typeof useReply> }) {
  return (
    <details className="group/filters" open={reply !== undefined || undefined}>
      <summary className="w-fit cursor-pointer text-sm font-medium text-accent-ink">
        Only some events
      </summary>
      <div className="mt-3 grid gap-4 sm:grid-cols-2">
        <TextAreaField
          label="Event types"
          optional
          hint="One a line; message.* takes all that begin so. Empty takes all."
          {...fieldOf(reply, 'events', 'filters.events')}
        />
        <TextAreaField
          label="Channels"
          optional
          hint="By their ids. Empty takes all."
          {...fieldOf(reply, 'channels', 'filters.channels')}
        />
      </div>
    </details>
  );
}
