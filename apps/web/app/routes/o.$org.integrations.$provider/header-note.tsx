import type { IntegrationView } from '@patchbay/services/schemas';
import { RelativeTime, type ShownState, StateBadge } from '@patchbay/ui';
import { StateOf } from '../../integrations/state-of.tsx';
import { categoryWord } from '../../integrations/words.ts';

type HeaderNoteProps = { integration: IntegrationView; state: ShownState };

export function HeaderNote({ integration, state }: HeaderNoteProps) {
  const { label, name, vendor, category, checkable } = integration;
  const called = label === name ? vendor : name;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
      {state === 'checking' ? (
        <StateBadge state="checking" />
      ) : (
        <StateOf state={state} checkable={checkable} />
      )}
      {integration.status !== 'not_configured' && state !== 'paused' && (
        <span>
          changed <RelativeTime at={integration.statusChangedAt} />
        </span>
      )}
      {integration.account && (
        <span className="min-w-0 wrap-anywhere">
          as <span className="font-medium text-ink">{integration.account}</span>
        </span>
      )}
      <span className="min-w-0 break-words">
        {called} · {categoryWord(category)}
      </span>
    </div>
  );
}
