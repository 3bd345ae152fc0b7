import type { IntegrationDetailView } from '@patchbay/services/schemas';
import { Banner, Button, RelativeTime } from '@patchbay/ui';
import { useEffect, useRef } from 'react';
import type { SaveReply } from './save-reply.ts';
import type { SettingsFormState } from './use-settings-form.ts';

type ConflictNoticeProps = {
  integration: IntegrationDetailView;
  reply: SaveReply | undefined;
  form: SettingsFormState;
};

/** Two people changed the same settings: whose stay is for the person to say, and nothing typed is lost until then. */
export function ConflictNotice({ integration, reply, form }: ConflictNoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  const refused = reply?.code === 'conflict';
  useEffect(() => {
    if (refused) box.current?.focus();
  }, [refused]);
  if (form.conflict === null && !refused) return null;
  if (form.conflict === null && form.kept === undefined) return null;
  return (
    <div ref={box} tabIndex={-1} className="rounded-md">
      <Banner
        tone="warn"
        role="alert"
        title={`${integration.updatedBy?.name ?? 'Somebody'} changed these settings while you were editing`}
        actions={
          form.conflict === 'asks' && (
            <>
              <Button type="button" onClick={form.startAnew}>
                Load theirs
              </Button>
              <Button type="button" onClick={form.keepMine}>
                Keep mine
              </Button>
            </>
          )
        }
      >
        <p>
          Saved <RelativeTime at={integration.updatedAt} />. {whatNow(form.conflict, refused)}
        </p>
      </Banner>
    </div>
  );
}

function whatNow(conflict: SettingsFormState['conflict'], refused: boolean): string {
  if (conflict === 'decided')
    return 'Your version stays below; saving it replaces theirs. The audit trail keeps both.';
  const typed = refused ? 'Nothing of yours was saved; what you typed' : 'What you typed';
  if (conflict === 'asks')
    return `${typed} is still below. Load theirs and yours is gone, or keep yours and save over theirs.`;
  return `${typed} is below, except secrets. Save again to replace theirs, or open this page anew to see theirs.`;
}
