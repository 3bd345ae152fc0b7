import type { FieldView } from '@patchbay/services/schemas';
import { Banner, CopyButton } from '@patchbay/ui';
import { type MouseEvent, useEffect, useRef } from 'react';
import { fieldName } from '../../integrations/settings.ts';
import { fieldSentence, plural } from '../../integrations/words.ts';
import type { SaveReply } from './save-reply.ts';
import { anchorOf } from './setting-field.tsx';

type ErrorSummaryProps = { fields: readonly FieldView[]; reply: SaveReply | undefined };

/** What keeps the form from being saved, each leading to its field. Takes the focus when it appears. */
export function ErrorSummary({ fields, reply }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (reply && reply.code !== 'conflict') box.current?.focus();
  }, [reply]);
  if (reply === undefined || reply.code === 'conflict') return null;
  const problems = fields.flatMap(({ key, label }) =>
    (reply.fields[fieldName(key)] ?? []).map((message) => ({
      key,
      text: fieldSentence(label, message),
    })),
  );
  return (
    <div ref={box} tabIndex={-1} className="rounded-md">
      <Banner tone="bad" role="alert" title={titleOf(reply, problems.length)}>
        {problems.length > 0 ? (
          <ul className="flex flex-col gap-1">
            {problems.map(({ key, text }) => (
              <li key={`${key} ${text}`}>
                <a
                  href={`#${anchorOf(key)}`}
                  onClick={focusField}
                  className="underline decoration-ink/30 underline-offset-3 hover:decoration-ink"
                >
                  {text}
                </a>
              </li>
            ))}
          </ul>
        ) : (
          <RequestLine reply={reply} />
        )}
      </Banner>
    </div>
  );
}

function titleOf(reply: SaveReply, problems: number): string {
  if (problems === 0) return reply.message;
  return `Not saved: ${plural(problems, 'field needs', 'fields need')} another look`;
}

function RequestLine({ reply }: { reply: SaveReply }) {
  return (
    <p className="flex flex-wrap items-center gap-x-1.5">
      Nothing was saved and what you typed is still here. Try again; if it stays, quote request
      <code className="font-mono text-xs">{reply.requestId}</code>
      <CopyButton text={reply.requestId} what="request id" />
    </p>
  );
}

function focusField(event: MouseEvent<HTMLAnchorElement>) {
  const place = document.querySelector(event.currentTarget.hash);
  const control = place?.querySelector<HTMLElement>('input, select, textarea');
  if (!control) return;
  event.preventDefault();
  place?.scrollIntoView({ block: 'start' });
  control.focus({ preventScroll: true });
}
