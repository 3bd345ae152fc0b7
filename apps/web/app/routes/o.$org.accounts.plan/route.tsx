import { counted, SchemaInputs, schemaFields } from '@patchbay/react';
import { ButtonLink, EmptyState, FormErrors, Section, TextField } from '@patchbay/ui';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { UsersRound } from 'lucide-react';
import { applyPlan, chosenPeople } from '../../accounts/bulk.server.ts';
import { planOf, refusedBy } from '../../accounts/bulk-plan.ts';
import { bulkKind, bulkVerbs } from '../../accounts/bulk-words.ts';
import { accountsPath, bulkPath } from '../../accounts/paths.ts';
import { attempt, refused, textOf } from '../../forms/attempt.server.ts';
import { useReply } from '../../forms/reply.ts';
import { SubmitButton } from '../../forms/submit-button.tsx';
import { plural } from '../../integrations/words.ts';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { PlanPeople } from './plan-people.tsx';

export const meta = () => [{ title: 'Plan a bulk change · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Plan' }) };

async function openPlan(args: LoaderFunctionArgs | ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const search = new URL(args.request.url).searchParams;
  const kind = bulkKind(search.get('change'));
  const offers = await orRefuse(args.context, caller.accounts.offers());
  const offer = offers.find(({ provider }) => provider === search.get('provider'));
  if (kind === null || !offer) {
    const { requestId } = args.context;
    throw data(
      { message: 'This address names no change or no system.', requestId },
      { status: 404 },
    );
  }
  return { caller, slug: organization.slug, search, kind, offer };
}

export async function loader(args: LoaderFunctionArgs) {
  const { caller, slug, search, kind, offer } = await openPlan(args);
  const refusal = refusedBy(kind, offer);
  const rows = await orRefuse(args.context, chosenPeople(caller, search));
  const people = planOf(kind, offer.provider, rows);
  return { slug, kind, offer, people, refusal };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, slug, kind, offer } = await openPlan(args);
  const form = await args.request.formData();
  const count = form.getAll('account').length;
  if (destroys(kind, offer) && textOf(form, 'typed') !== String(count))
    return refused(400, { fields: { typed: [`Type ${count} to confirm.`] } });
  return attempt(args.context, form, async () => {
    const bulk = await applyPlan(caller, kind, offer, form);
    const { doing } = bulkVerbs[kind];
    return redirectWithNotice(
      bulkPath(slug, bulk.id),
      `${doing} ${plural(bulk.total, 'account')} at ${offer.name}.`,
    );
  });
}

type Loaded = Awaited<ReturnType<typeof loader>>;

const destroys = (kind: Loaded['kind'], { abilities }: Loaded['offer']) =>
  kind === 'remove' && abilities.removal?.leaves !== 'kept';

export default function PlanPage() {
  const { slug, kind, offer, people, refusal } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { abilities, name } = offer;
  const affected = people.filter(({ skipped }) => skipped === null);
  const back = accountsPath(slug);
  const { act } = bulkVerbs[kind];
  if (refusal !== null || affected.length === 0)
    return (
      <Section title="Nothing to do">
        <EmptyState
          icon={<UsersRound />}
          title={refusal ?? (people.length === 0 ? 'Nobody is chosen' : 'It is so already')}
          actions={<ButtonLink href={back}>Back to people</ButtonLink>}
        >
          {refusal === null &&
            'None of the chosen people would be affected. Choose others, or another change.'}
        </EmptyState>
        <PlanPeople people={people} kind={kind} abilities={abilities} />
      </Section>
    );
  const what = counted(affected.length, abilities.noun);
  return (
    <Form method="post" className="flex flex-col gap-6">
      <Section title={`${act} ${what} at ${name}`} note={consequence(kind, offer)} flush>
        <div className="flex flex-col gap-4 px-5 py-5 empty:hidden">
          <FormErrors errors={reply?.errors} />
          {kind === 'create' ? (
            <SchemaInputs
              fields={schemaFields(abilities.input)}
              errors={reply?.fields}
              values={reply?.values}
            />
          ) : (
            kind !== 'resume' && (
              <TextField
                label="Reason"
                name="reason"
                optional
                hint="For the audit log, and for systems that keep one."
                maxLength={300}
                autoComplete="off"
                className="max-w-120"
              />
            )
          )}
        </div>
        <PlanPeople people={people} kind={kind} abilities={abilities} />
      </Section>
      {destroys(kind, offer) && (
        <TextField
          label={`Type ${affected.length} to confirm`}
          name="typed"
          hint={`${what} and what is in them are deleted at ${name}. Nobody can bring that back.`}
          errors={reply?.fields.typed}
          required
          inputMode="numeric"
          autoComplete="off"
          className="max-w-40"
        />
      )}
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant={kind === 'remove' ? 'danger' : 'primary'}>
          {act} {what}
        </SubmitButton>
        <ButtonLink href={back} variant="quiet">
          Cancel
        </ButtonLink>
      </div>
    </Form>
  );
}

function consequence(kind: Loaded['kind'], { abilities }: Loaded['offer']): string {
  if (kind === 'create')
    return abilities.secret
      ? 'Passwords are shown to nobody: each person makes theirs under My accounts.'
      : 'Each person finds theirs under My accounts.';
  if (kind === 'suspend')
    return 'Nobody can sign in to them until they are resumed. Nothing is deleted.';
  if (kind === 'resume') return 'They can be signed in to again, with everything that was in them.';
  return abilities.removal?.about ?? '';
}
