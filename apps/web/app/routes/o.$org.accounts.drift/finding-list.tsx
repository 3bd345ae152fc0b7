import type { DriftView } from '@patchbay/services/schemas';
import {
  Badge,
  Banner,
  ButtonLink,
  ConfirmButton,
  ProviderMark,
  RelativeTime,
  TextField,
} from '@patchbay/ui';
import { useLocation, useSubmit } from '@remix-run/react';
import { EyeOff, UserPlus } from 'lucide-react';
import { differenceOf, kinds, planWords } from '../../accounts/drift-words.ts';
import { accountsPath } from '../../accounts/paths.ts';

type FindingListProps = { items: readonly DriftView[]; editable: boolean; slug: string };

export function FindingList({ items, editable, slug }: FindingListProps) {
  return (
    <ul className="divide-y divide-line">
      {items.map((drift) => (
        <Finding key={drift.id} drift={drift} editable={editable} slug={slug} />
      ))}
    </ul>
  );
}

type FindingProps = { drift: DriftView; editable: boolean; slug: string };

function Finding({ drift, editable, slug }: FindingProps) {
  const { identifier, provider, providerName, kind, foundAt, lastError, ignored, resolvedAt } =
    drift;
  const { word, icon: Icon } = kinds[kind];
  return (
    <li className="flex flex-col gap-3 px-5 py-4">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <ProviderMark brand={provider} name={providerName} size="sm" />
        <div className="min-w-0 flex-1 basis-60">
          <p className="font-mono text-sm font-medium wrap-anywhere">{identifier}</p>
          <p className="text-sm text-muted">
            {differenceOf(drift)} Found <RelativeTime at={foundAt} />.
          </p>
        </div>
        <Badge tone={resolvedAt || ignored ? 'calm' : 'warn'} icon={<Icon aria-hidden />}>
          {resolvedAt ? 'Resolved' : word}
        </Badge>
      </div>
      {lastError && (
        <Banner tone="bad" title="The last attempt came to nothing">
          {lastError}
        </Banner>
      )}
      {ignored && (
        <p className="text-sm text-muted">
          Ignored by {ignored.by} <RelativeTime at={ignored.at} />: “{ignored.reason}”
        </p>
      )}
      {editable && !resolvedAt && <Plans drift={drift} slug={slug} />}
    </li>
  );
}

/** What can be done about it; each says what it means before it does anything. */
function Plans({ drift, slug }: Omit<FindingProps, 'editable'>) {
  const { id, plans, ignored, identifier } = drift;
  const { search } = useLocation();
  const submit = useSubmit();
  const base = `${accountsPath(slug)}/drift`;
  const shared = { size: 'sm' as const, action: `${base}${search}` };
  const send = async (form: HTMLFormElement) => submit(form, { preventScrollReset: true });
  if (ignored)
    return (
      <div>
        <ConfirmButton
          {...shared}
          label="Look at it again"
          title={`Open ${identifier} again?`}
          confirm="Open it again"
          fields={{ drift: id, intent: 'unignore' }}
          onConfirm={send}
        >
          <p>It counts as a difference again until somebody does something about it.</p>
        </ConfirmButton>
      </div>
    );
  return (
    <div className="flex flex-wrap gap-2 sm:pl-9">
      {plans.map((plan) => {
        if (plan === 'adopt')
          return (
            <ButtonLink
              key={plan}
              size="sm"
              href={`${base}/${id}/adopt${search}`}
              icon={<UserPlus aria-hidden />}
              aria-label={`Adopt ${identifier}`}
            >
              Adopt
            </ButtonLink>
          );
        const { label, confirm, about, danger = false } = planWords(plan, drift);
        return (
          <ConfirmButton
            key={plan}
            {...shared}
            danger={danger}
            label={label}
            aria-label={`${label}: ${identifier}`}
            title={`${label}: ${identifier}`}
            confirm={confirm}
            typed={danger ? identifier : undefined}
            fields={{ drift: id, intent: plan }}
            onConfirm={send}
          >
            <p>{about}</p>
          </ConfirmButton>
        );
      })}
      <ConfirmButton
        {...shared}
        variant="quiet"
        icon={<EyeOff aria-hidden />}
        label="Ignore"
        aria-label={`Ignore ${identifier}`}
        title={`Ignore ${identifier}?`}
        confirm="Ignore it"
        fields={{ drift: id, intent: 'ignore' }}
        onConfirm={send}
      >
        <p>Nothing changes on either side. It no longer counts, and stays under “Ignored”.</p>
        <TextField
          label="Why"
          name="reason"
          required
          maxLength={300}
          autoComplete="off"
          hint="For whoever looks next: “service account of the backup”."
        />
      </ConfirmButton>
    </div>
  );
}
