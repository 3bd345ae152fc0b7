import type { RefObject } from 'react';
import { useRef, useState } from 'react';
import { useDomEffect } from './hydration.ts';

const focused = () =>
  typeof document !== 'undefined' && document.activeElement instanceof HTMLElement
    ? document.activeElement
    : null;

type ModalOptions = {
  /** What takes the focus when it opens; the first thing that can, unless told. */
  first?: string;
  /** Who has the focus afterwards; whoever had it before, unless there is one. */
  returnTo?: () => HTMLElement | null;
};

/** Makes the server's open `<dialog>` modal: focus stays inside, and goes back when it is gone. */
export function useModal(
  dialog: RefObject<HTMLDialogElement>,
  { first, returnTo }: ModalOptions,
): void {
  // Looked up while rendering, since a field with autoFocus takes the focus before any effect runs.
  const [opener] = useState(focused);
  const after = useRef(returnTo);
  after.current = returnTo;

  useDomEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.removeAttribute('open');
    element.showModal();
    if (first) element.querySelector<HTMLElement>(first)?.focus();
    return () => {
      element.close();
      (after.current?.() ?? opener)?.focus({ preventScroll: true });
    };
  }, [dialog, first, opener]);
}
