import { clsx } from 'clsx';
import { CopyButton } from './copy-button.tsx';

export type CodeBlockProps = {
  text: string;
  /** What it is, for its name and the copy button: "response". */
  what: string;
  /** Grows with its text instead of scrolling. */
  whole?: boolean;
};

/** Text that a machine wrote or reads. It scrolls in itself, so it can have the focus. */
export function CodeBlock({ text, what, whole = false }: CodeBlockProps) {
  return (
    <div className="relative rounded-sm border border-line bg-sunken">
      <section
        aria-label={what}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
        className={clsx('overflow-auto rounded-sm py-2.5 pr-12 pl-3', !whole && 'max-h-80')}
      >
        <pre className="font-mono text-xs leading-5 whitespace-pre-wrap wrap-anywhere">{text}</pre>
      </section>
      <span className="absolute top-1 right-1 rounded-sm bg-sunken">
        <CopyButton text={text} what={what} />
      </span>
    </div>
  );
}
