import type { SenderView } from '@patchbay/services/schemas';
import { CopyButton, Link } from '@patchbay/ui';
import { Fragment } from 'react';

type Values = { url: string | null; secret: string | null };

/** What a person does at the sender, with the source's own values to copy. */
export function SetupSteps({ sender, values }: { sender: SenderView; values: Values }) {
  return (
    <div className="flex flex-col gap-4">
      <ol className="flex flex-col gap-4">
        {sender.setup.map((step, index) => (
          <li key={step} className="flex gap-3">
            <span
              aria-hidden
              className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent-ink"
            >
              {index + 1}
            </span>
            <span className="min-w-0 pt-0.5">
              <Step text={step} values={values} />
            </span>
          </li>
        ))}
      </ol>
      {sender.docs && (
        <p className="text-sm text-muted">
          <Link href={sender.docs}>What {sender.title} says about it</Link>
        </p>
      )}
    </div>
  );
}

function Step({ text, values }: { text: string; values: Values }) {
  return text.split(/(\{url\}|\{secret\})/).map((part, index) => {
    // The parts of one sentence never change their order.
    const key = `${index} ${part}`;
    if (part === '{url}') return <Value key={key} text={values.url} what="address" />;
    if (part === '{secret}') return <Value key={key} text={values.secret} what="secret" />;
    return <Fragment key={key}>{part}</Fragment>;
  });
}

function Value({ text, what }: { text: string | null; what: string }) {
  if (text === null) return <em>the {what}</em>;
  return (
    <span className="my-0.5 inline-flex max-w-full items-center gap-1 rounded-xs border border-line bg-sunken pl-2 align-middle">
      <code className="font-mono text-xs break-all select-all">{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
