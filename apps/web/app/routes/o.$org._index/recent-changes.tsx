import type { IntegrationView } from '@patchbay/services/schemas';
import { Link, RelativeTime, Section } from '@patchbay/ui';
import { Bot, KeyRound, UserRound } from 'lucide-react';
import type { AuditEntry } from '../../parts/audit-list.tsx';
import { subjectOf, wordsOf } from '../../parts/audit-words.ts';

const icons: Partial<Record<string, typeof Bot>> = { user: UserRound, api_key: KeyRound };

type RecentChangesProps = {
  org: string;
  changes: readonly AuditEntry[];
  integrations: readonly Pick<IntegrationView, 'id' | 'label'>[];
};

export function RecentChanges({ org, changes, integrations }: RecentChangesProps) {
  const labels = new Map(integrations.map(({ id, label }) => [id, label]));
  return (
    <Section flush title="Recent changes" actions={<Link href={`/o/${org}/audit`}>Audit log</Link>}>
      <ol className="divide-y divide-line">
        {changes.map((entry) => {
          const Icon = icons[entry.actor.type] ?? Bot;
          return (
            <li
              key={entry.id}
              className="grid grid-cols-[16px_minmax(0,1fr)] items-baseline gap-x-3 px-5 py-2.5 sm:grid-cols-[16px_minmax(0,1fr)_auto]"
            >
              <Icon aria-hidden className="size-4 translate-y-0.5 text-muted" />
              <span className="min-w-0 break-words">
                <span className="font-medium">{entry.actor.name}</span>{' '}
                <span className="text-muted">{wordsOf(entry.action)}</span>{' '}
                <span className="font-medium">
                  {labels.get(entry.subjectId) ?? subjectOf(entry)}
                </span>
              </span>
              <span className="text-sm text-muted max-sm:col-start-2">
                <RelativeTime at={entry.createdAt} />
              </span>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
