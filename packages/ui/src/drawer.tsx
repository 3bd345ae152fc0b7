import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode, SyntheticEvent } from 'react';
import { useId, useRef } from 'react';
import { IconLink } from './button.tsx';
import { useModal } from './modal.ts';

export type DrawerProps = {
  title: ReactNode;
  /** The list beneath: where Escape, the cross and a click beside it lead. */
  closeHref: string;
  /** Its neighbours in the list; the arrow keys go there. */
  previousHref?: string | undefined;
  nextHref?: string | undefined;
  /** Follows an address in the router; the links do it without. */
  onGo: (href: string) => void;
  /** The id of the row's link in the list, which has the focus afterwards. */
  rowId: string;
  children: ReactNode;
};

/** One entry of a list beside the list, with an address of its own. Needs no script to be read and left. */
export function Drawer(props: DrawerProps) {
  const { title, closeHref, previousHref, nextHref, onGo, rowId, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useModal(dialog, { first: 'h2', returnTo: () => document.getElementById(rowId) });

  const onCancel = (event: SyntheticEvent) => {
    event.preventDefault();
    onGo(closeHref);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || takesArrows(event.target)) return;
    const to = { ArrowLeft: previousHref, ArrowRight: nextHref }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onGo(to);
  };

  return (
    <>
      <div aria-hidden className="fixed inset-0 z-40 bg-scrim" />
      <dialog
        ref={dialog}
        open
        aria-labelledby={titleId}
        onCancel={onCancel}
        onKeyDown={onKeyDown}
        onClick={(event) => event.target === dialog.current && onGo(closeHref)}
        className="fixed inset-y-0 right-0 left-auto z-50 m-0 ml-auto h-dvh max-h-none w-full max-w-160 overflow-y-auto bg-raised text-ink shadow-float backdrop:bg-transparent"
      >
        <header className="sticky top-0 z-10 flex h-13 items-center gap-1 border-b border-line bg-raised pr-3 pl-5">
          <h2
            id={titleId}
            tabIndex={-1}
            className="min-w-0 flex-1 truncate text-base font-semibold outline-none"
          >
            {title}
          </h2>
          <Neighbour label="Previous" href={previousHref} icon={<ChevronLeft aria-hidden />} />
          <Neighbour label="Next" href={nextHref} icon={<ChevronRight aria-hidden />} />
          <IconLink href={closeHref} label="Close" icon={<X aria-hidden />} />
        </header>
        <div className="flex flex-col gap-6 px-5 py-5">{children}</div>
      </dialog>
    </>
  );
}

function Neighbour(props: { label: string; href: string | undefined; icon: ReactNode }) {
  const { label, href, icon } = props;
  if (href !== undefined)
    return (
      <IconLink
        href={href}
        label={label}
        icon={icon}
        aria-keyshortcuts={label === 'Next' ? 'ArrowRight' : 'ArrowLeft'}
      />
    );
  return (
    <span className="grid size-8 place-items-center text-faint opacity-50 pointer-coarse:size-10 [&>svg]:size-4">
      {icon}
    </span>
  );
}

/** Whether an arrow key has a meaning of its own there: a field, a dialog in front, something that scrolls. */
const takesArrows = (target: EventTarget): boolean =>
  target instanceof HTMLElement &&
  (target.matches('input, select, textarea, dialog dialog *, dialog dialog') ||
    (target.scrollWidth > target.clientWidth && target.tabIndex === 0));
