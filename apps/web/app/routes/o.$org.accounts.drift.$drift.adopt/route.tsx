import { FormErrors, SelectField } from '@patchbay/ui';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useLocation } from '@remix-run/react';
import { because } from '../../accounts/drift-words.ts';
import { accountsPath } from '../../accounts/paths.ts';
import { attempt, textOf } from '../../forms/attempt.server.ts';
import { useReply } from '../../forms/reply.ts';
import { FormDialog } from '../../parts/route-dialog.tsx';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export const meta = () => [{ title: 'Adopt account · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const driftId = args.params.drift ?? '';
  const [{ items }, members] = await orRefuse(
    args.context,
    Promise.all([caller.drift.list({ id: driftId }), caller.members.list()]),
  );
  const [drift] = items;
  if (!drift) {
    const { requestId } = args.context;
    throw data({ message: 'This difference is not there any more.', requestId }, { status: 404 });
  }
  const people = members.map(({ userId, name, email }) => ({
    value: userId,
    label: `${name} (${email})`,
  }));
  return { drift, people, slug: organization.slug };
}

export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const form = await args.request.formData();
  return attempt(args.context, form, async () => {
    const userId = textOf(form, 'suggested') || textOf(form, 'person');
    await caller.drift.resolve({ driftId: args.params.drift ?? '', plan: 'adopt', userId });
    const { search } = new URL(args.request.url);
    return redirectWithNotice(
      `${accountsPath(organization.slug)}/drift${search}`,
      'Adopted. The account is theirs now, with the password it has.',
    );
  });
}

export default function AdoptDialog() {
  const { drift, people, slug } = useLoaderData<typeof loader>();
  const reply = useReply();
  const { search } = useLocation();
  const { suggestions, identifier, providerName } = drift;
  const [first] = suggestions;
  return (
    <FormDialog
      title={`Whose is ${identifier}?`}
      closeHref={`${accountsPath(slug)}/drift${search}`}
      submit="Adopt account"
    >
      <FormErrors errors={reply?.errors} />
      <p>
        It becomes this person’s account here. Nothing changes at {providerName}: password and
        contents stay.
      </p>
      {first && (
        <fieldset>
          <legend className="text-sm font-medium">Likely</legend>
          <div className="mt-2 divide-y divide-line overflow-hidden rounded-sm border border-line">
            {suggestions.map((one) => (
              <Suggestion
                key={one.userId}
                value={one.userId}
                label={one.name}
                note={`${one.email} · ${because[one.because]}`}
                checked={one.userId === first.userId}
              />
            ))}
            <Suggestion value="" label="Somebody else" note="Chosen below" checked={false} />
          </div>
        </fieldset>
      )}
      <SelectField
        label={first ? 'Somebody else' : 'Person'}
        name="person"
        options={[{ value: '', label: 'Choose a person' }, ...people]}
        errors={reply?.fields.userId}
      />
    </FormDialog>
  );
}

type SuggestionProps = { value: string; label: string; note: string; checked: boolean };

function Suggestion({ value, label, note, checked }: SuggestionProps) {
  return (
    <label className="flex cursor-pointer items-start gap-3 px-3 py-2.5 transition-colors hover:bg-hover has-checked:bg-accent-soft">
      <input
        type="radio"
        name="suggested"
        value={value}
        defaultChecked={checked}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className="flex min-w-0 flex-col">
        <span className="text-sm font-medium">{label}</span>
        <span className="text-sm wrap-anywhere text-muted">{note}</span>
      </span>
    </label>
  );
}
