import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Fragment } from 'react';
import { Anchor } from './link.tsx';

export type Crumb = { label: string; href?: string | undefined };

export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-sm">
        {crumbs.map((crumb, index) => (
          <Fragment key={`${crumb.label} ${crumb.href ?? ''}`}>
            {index > 0 && (
              <li aria-hidden className="max-sm:hidden">
                <ChevronRight className="size-3.5 text-faint" />
              </li>
            )}
            <li className={clsx('min-w-0', index < crumbs.length - 1 && 'max-sm:hidden')}>
              <CrumbText crumb={crumb} current={index === crumbs.length - 1} />
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}

function CrumbText({ crumb, current }: { crumb: Crumb; current: boolean }) {
  const look = 'block truncate rounded-xs px-1 py-0.5';
  if (current || crumb.href === undefined)
    return (
      <span
        aria-current={current ? 'page' : undefined}
        className={clsx(look, current ? 'font-medium' : 'text-muted')}
      >
        {crumb.label}
      </span>
    );
  return (
    <Anchor
      href={crumb.href}
      className={clsx(look, 'text-muted transition-colors hover:bg-hover hover:text-ink')}
    >
      {crumb.label}
    </Anchor>
  );
}

const widths = { narrow: 'max-w-180', normal: 'max-w-300', full: 'max-w-none' };

export type PageProps = {
  title: ReactNode;
  note?: ReactNode;
  /** Left of the title: a mark, an avatar. */
  mark?: ReactNode;
  actions?: ReactNode;
  tabs?: ReactNode;
  width?: keyof typeof widths;
  children: ReactNode;
};

export function Page({ title, note, mark, actions, tabs, width = 'normal', children }: PageProps) {
  return (
    <div
      className={clsx(
        'mx-auto flex w-full flex-col px-4 pt-6 pb-16 sm:px-8 sm:pt-8',
        widths[width],
      )}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="flex min-w-0 flex-1 basis-72 items-start gap-4">
          {mark}
          <div className="flex min-w-0 flex-col gap-1">
            <h1 className="text-xl font-semibold tracking-tight wrap-anywhere text-balance">
              {title}
            </h1>
            {note && <div className="max-w-prose text-base text-muted">{note}</div>}
          </div>
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {tabs && <div className="mt-5">{tabs}</div>}
      <div className="mt-6 flex flex-col gap-6">{children}</div>
    </div>
  );
}
