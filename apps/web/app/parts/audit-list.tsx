import type { RouterOutputs } from '@patchbay/trpc';
import { CopyButton, RelativeTime } from '@patchbay/ui';
import { Bot, ChevronRight, KeyRound, UserRound } from 'lucide-react';
import { type Change, changesOf, subjectOf, wordsOf } from './audit-words.ts';

export type AuditEntry = RouterOutputs['audit']['list']['items'][number];

const actorIcons: Partial<Record<string, typeof Bot>> = { user: UserRound, api_key: KeyRound };

type AuditListProps = {
  entries: readonly AuditEntry[];
  /** Provider keys to names, from the catalog. */
  providers?: ReadonlyMap<string, string>;
};

/** Entries newest first; each opens to what changed and the request it came from. */
export function AuditList({ entries, providers }: AuditListProps) {
  return (
    <ol className="divide-y divide-line">
      {entries.map((entry) => (
        <li key={entry.id}>
          <AuditRow entry={entry} subject={subjectOf(entry, providers)} />
        </li>
      ))}
    </ol>
  );
}

function AuditRow({ entry, subject }: { entry: AuditEntry; subject: string }) {
  const Icon = actorIcons[entry.actor.type] ?? Bot;
  return (
    <details className="group/entry relative">
      <summary className="grid min-h-11 grid-cols-[16px_16px_1fr] items-center gap-x-3 px-5 py-2.5 -outline-offset-2 transition-colors group-open/entry:bg-hover/55 hover:bg-hover/55 sm:grid-cols-[16px_16px_1fr_auto]">
        <ChevronRight
          aria-hidden
          className="size-4 text-muted transition-transform group-open/entry:rotate-90"
        />
        <Icon aria-hidden className="size-4 text-muted" />
        <span className="min-w-0 text-pretty">
          <span className="font-medium">{entry.actor.name}</span>{' '}
          <span className="text-muted">{wordsOf(entry.action)}</span>{' '}
          <span className="font-medium break-words">{subject}</span>
        </span>
        <span className="text-sm text-muted max-sm:col-start-3">
          <RelativeTime at={entry.createdAt} focusable={false} />
        </span>
      </summary>
      <div className="flex flex-col gap-3 bg-hover/55 px-5 pt-1 pb-4 sm:pl-19">
        <Changes changes={changesOf(entry.details)} />
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-mono text-xs text-muted">
          <span>#{entry.sequence}</span>
          <span>{entry.action}</span>
          <span>{new Date(entry.createdAt).toISOString()}</span>
          <span className="inline-flex items-center gap-1">
            {entry.requestId}
            <CopyButton text={entry.requestId} what="request id" />
          </span>
        </p>
      </div>
    </details>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return null;
  return (
    <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[minmax(96px,max-content)_1fr]">
      {changes.map(({ name, before, after }) => (
        <div key={name} className="contents">
          <dt className="font-mono text-xs leading-5 text-muted">{name}</dt>
          <dd className="min-w-0 break-words">
            {before !== null && <del className="mr-2 text-muted">{before}</del>}
            {after !== null && <ins className="no-underline">{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
