import { X } from 'lucide-react';
import type { ReactNode, SyntheticEvent } from 'react';
import { useId, useRef } from 'react';
import { IconLink } from './button.tsx';
import { useModal } from './modal.ts';

export type DialogProps = {
  title: string;
  /** The page beneath: where Escape, Cancel and the cross lead. */
  closeHref: string;
  /** Follows `closeHref` in the router; the links do it without. */
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
};

/** The first thing to fill in, else the way back: never what cannot be undone. */
const firstField =
  'input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea, input:checked, footer a';

/**
 * A dialog with an address of its own. Without script the server's `open` shows it over its page and
 * every way out is a link; with script it is modal: focus stays inside and returns to where it was.
 */
export function Dialog({ title, closeHref, onClose, children, footer }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useModal(dialog, { first: firstField });

  const onCancel = (event: SyntheticEvent) => {
    event.preventDefault();
    onClose();
  };

  return (
    <>
      <div aria-hidden className="fixed inset-0 z-40 bg-scrim" />
      <dialog
        ref={dialog}
        open
        aria-labelledby={titleId}
        onCancel={onCancel}
        className="fixed inset-0 z-50 m-auto max-h-[calc(100dvh-32px)] w-[calc(100%-32px)] max-w-120 overflow-y-auto rounded-md bg-raised text-ink shadow-float backdrop:bg-transparent max-sm:mb-4"
      >
        <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
          <h2 id={titleId} className="pt-1 text-lg font-semibold">
            {title}
          </h2>
          <IconLink href={closeHref} label="Close" icon={<X />} className="-mr-1.5" />
        </header>
        <div className="flex flex-col gap-4 px-5 pb-5">{children}</div>
        {footer && (
          <footer className="sticky bottom-0 flex flex-wrap justify-end gap-2 border-t border-line bg-raised px-5 py-3">
            {footer}
          </footer>
        )}
      </dialog>
    </>
  );
}
