import type { KeyboardEvent, ReactNode } from 'react';
import { useState } from 'react';

export type TooltipSide = keyof typeof sides;

export type TooltipProps = {
  text: ReactNode;
  children: ReactNode;
  side?: TooltipSide | undefined;
};

const sides = {
  top: 'bottom-full left-1/2 mb-1.5 -translate-x-1/2',
  bottom: 'top-full left-1/2 mt-1.5 -translate-x-1/2',
  end: 'top-full right-0 mt-1.5',
  right: 'top-1/2 left-full ml-2 -translate-y-1/2',
};

/**
 * Repeats what the trigger is already called, so it is hidden from assistive technology.
 * Shown by CSS on hover and focus; Escape puts it away (WCAG 1.4.13).
 */
export function Tooltip({ text, children, side = 'bottom' }: TooltipProps) {
  const [dismissed, setDismissed] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setDismissed(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to its focusable child only
    <span
      className="group/tip relative inline-flex"
      onKeyDown={onKeyDown}
      onPointerLeave={() => setDismissed(false)}
      onBlur={() => setDismissed(false)}
    >
      {children}
      <span
        aria-hidden
        className={`absolute z-30 hidden w-max max-w-64 rounded-xs bg-ink px-2 py-1 text-xs font-medium text-canvas transition-opacity delay-300 group-hover/tip:block group-has-focus-visible/tip:block starting:opacity-0 ${sides[side]} ${dismissed ? 'hidden!' : ''}`}
      >
        {text}
      </span>
    </span>
  );
}
