import { Link } from '@remix-run/react';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export type Segment = { label: string; href: string; current: boolean; icon?: ReactNode };

/** One of a few views of the same page; each is an address. */
export function Segments({ label, choices }: { label: string; choices: readonly Segment[] }) {
  return (
    <nav aria-label={label} className="flex w-fit rounded-sm border border-line bg-sunken p-0.5">
      {choices.map((choice) => (
        <Link
          key={choice.href}
          to={choice.href}
          replace
          preventScrollReset
          aria-current={choice.current ? 'true' : undefined}
          className={clsx(
            'flex h-6.5 items-center gap-1.5 rounded-xs px-2.5 text-sm font-medium whitespace-nowrap transition-colors pointer-coarse:h-9 [&>svg]:size-4',
            choice.current
              ? 'bg-surface text-ink outline outline-line'
              : 'text-muted hover:text-ink',
          )}
        >
          {choice.icon}
          {choice.label}
        </Link>
      ))}
    </nav>
  );
}
