import { clsx } from 'clsx';
import type { ReactNode, TdHTMLAttributes, ThHTMLAttributes } from 'react';

/** Rows of 44 px; on a phone each row becomes a block whose cells carry their column's name. */
export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <table className="w-full border-collapse text-left max-sm:block">
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="sticky top-13 z-10 bg-surface max-sm:hidden">
      <tr className="border-b border-line">{children}</tr>
    </thead>
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="divide-y divide-line max-sm:block">{children}</tbody>;
}

export function Row({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <tr
      className={clsx(
        'transition-colors hover:bg-hover/55 max-sm:flex max-sm:flex-col max-sm:gap-1.5 max-sm:px-5 max-sm:py-3.5',
        className,
      )}
    >
      {children}
    </tr>
  );
}

export function HeadCell({ className, ...rest }: ThHTMLAttributes<HTMLTableCellElement>) {
  return (
    <th
      {...rest}
      scope="col"
      className={clsx(
        'h-9 px-3 text-xs font-medium whitespace-nowrap text-muted first:pl-5 last:pr-5',
        className,
      )}
    />
  );
}

export type CellProps = TdHTMLAttributes<HTMLTableCellElement> & {
  /** The column's name, shown on a phone; leave it out where the cell speaks for itself. */
  label?: string;
};

export function Cell({ className, label, children, ...rest }: CellProps) {
  return (
    <td
      {...rest}
      className={clsx(
        'h-11 px-3 py-1.5 first:pl-5 last:pr-5 max-sm:flex max-sm:h-auto max-sm:items-center max-sm:justify-between max-sm:gap-4 max-sm:p-0! max-sm:text-left',
        className,
      )}
    >
      {label && (
        <span aria-hidden className="shrink-0 text-sm text-muted sm:hidden">
          {label}
        </span>
      )}
      {children}
    </td>
  );
}
