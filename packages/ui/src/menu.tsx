import { clsx } from 'clsx';
import type { ButtonHTMLAttributes, KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useId } from 'react';
import { Anchor, type AnchorProps } from './link.tsx';

export type MenuProps = {
  /** The button's accessible name; leave it out where the content has words. */
  label?: string;
  trigger: ReactNode;
  triggerClassName?: string;
  align?: 'start' | 'end' | 'up';
  className?: string;
  children: ReactNode;
};

const aligns = { start: '', end: 'float-end', up: 'float-up' };

/** Links and buttons in a native popover: it opens, closes and takes Escape without script. */
export function Menu({ label, trigger, triggerClassName, align = 'start', ...rest }: MenuProps) {
  const id = useId();
  return (
    <>
      <button type="button" popovertarget={id} aria-label={label} className={triggerClassName}>
        {trigger}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows only move between its items */}
      <div
        id={id}
        popover="auto"
        onClick={closeAfterChoice}
        onKeyDown={moveByArrows}
        className={clsx('float min-w-52 p-1', aligns[align], rest.className)}
      >
        {rest.children}
      </div>
    </>
  );
}

function closeAfterChoice(event: MouseEvent<HTMLElement>) {
  const menu = event.currentTarget;
  const chosen = event.target instanceof Element && event.target.closest('a, button[type=submit]');
  // A submit button that leaves the page before its form is sent would not send it.
  if (chosen) requestAnimationFrame(() => menu.hidePopover());
}

function moveByArrows(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('a, button')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 && step < 0 ? items.length - 1 : (at + step + items.length) % items.length;
  items[next]?.focus();
}

const item =
  'flex min-h-8 w-full items-center gap-2.5 rounded-xs px-2.5 py-1.5 text-left text-base text-ink transition-colors hover:bg-hover pointer-coarse:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted';

export function MenuLink({ className, ...rest }: AnchorProps) {
  return <Anchor {...rest} className={clsx(item, className)} />;
}

export function MenuButton({ className, type, ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button {...rest} type={type ?? 'submit'} className={clsx(item, className)} />;
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <p className="px-2.5 pt-2 pb-1 text-xs font-medium text-muted">{children}</p>;
}

export function MenuRule() {
  return <hr className="my-1 border-line" />;
}
