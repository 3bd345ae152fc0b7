import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Anchor } from './link.tsx';

export type Tab = { label: ReactNode; href: string; current: boolean };

/** Each tab is a page of its own, so these are links and work without script. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-line">
      <ul className="flex gap-5">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Anchor
              href={tab.href}
              aria-current={tab.current ? 'page' : undefined}
              className={clsx(
                'flex h-10 items-center border-b-2 text-base font-medium whitespace-nowrap transition-colors -outline-offset-2',
                tab.current
                  ? 'border-accent text-ink'
                  : 'border-transparent text-muted hover:border-control hover:text-ink',
              )}
            >
              {tab.label}
            </Anchor>
          </li>
        ))}
      </ul>
    </nav>
  );
}
