import type { DriftCheckView } from '@patchbay/services/schemas';
import { Badge, Button, ProviderMark, RelativeTime, Section, Spinner } from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { CircleAlert, CircleCheck, CircleDashed, RefreshCw } from 'lucide-react';
import { accountsPath } from '../../accounts/paths.ts';
import { SubmitButton } from '../../forms/submit-button.tsx';

type CheckListProps = { checks: readonly DriftCheckView[]; editable: boolean; slug: string };

/** When each system was last compared, what is going on, and the button that compares now. */
export function CheckList({ checks, editable, slug }: CheckListProps) {
  const action = `${accountsPath(slug)}/drift`;
  const running = checks.some(({ state }) => state === 'running');
  return (
    <Section
      title="Compared systems"
      flush
      actions={
        editable && (
          <Form method="post" action={action} preventScrollReset>
            <SubmitButton
              size="sm"
              variant="secondary"
              name="intent"
              value="check"
              pending={running}
              icon={<RefreshCw aria-hidden />}
            >
              {running ? 'Comparing' : 'Compare now'}
            </SubmitButton>
          </Form>
        )
      }
    >
      <ul className="divide-y divide-line">
        {checks.map((check) => (
          <li
            key={check.provider}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-2.5"
          >
            <span className="flex min-w-0 flex-1 basis-40 items-center gap-2.5 font-medium">
              <ProviderMark brand={check.provider} name={check.providerName} size="sm" />
              {check.providerName}
            </span>
            <span
              className="min-w-0 flex-2 basis-60 text-sm text-muted tabular-nums"
              aria-live="polite"
            >
              <Progress check={check} />
            </span>
            <CheckBadge check={check} />
            {editable && checks.length > 1 && check.canList && check.state !== 'running' && (
              <Form method="post" action={action} preventScrollReset>
                <input type="hidden" name="provider" value={check.provider} />
                <Button
                  size="sm"
                  variant="quiet"
                  name="intent"
                  value="check"
                  aria-label={`Compare ${check.providerName} now`}
                >
                  Compare
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Progress({ check }: { check: DriftCheckView }) {
  const { state, seen, finishedAt, error, canList } = check;
  if (state === 'running') return `${seen.toLocaleString('en-GB')} accounts read so far`;
  if (state === 'failed') return error ?? 'The comparison failed.';
  if (state === 'never')
    return canList ? 'Not compared yet' : 'Cannot be listed; only known accounts are looked up';
  return (
    <>
      {seen.toLocaleString('en-GB')} accounts {finishedAt && <RelativeTime at={finishedAt} />}
    </>
  );
}

function CheckBadge({ check: { state, open } }: { check: DriftCheckView }) {
  if (state === 'running') return <Badge icon={<Spinner />}>Comparing</Badge>;
  if (state === 'failed')
    return (
      <Badge tone="bad" icon={<CircleAlert aria-hidden />}>
        Failed
      </Badge>
    );
  if (open > 0)
    return (
      <Badge tone="warn" icon={<CircleAlert aria-hidden />}>
        {open} out of step
      </Badge>
    );
  if (state === 'never') return <Badge icon={<CircleDashed aria-hidden />}>Not compared</Badge>;
  return (
    <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
      In step
    </Badge>
  );
}
