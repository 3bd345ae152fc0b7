import { clsx } from 'clsx';
import type { ReactNode, TdHTMLAttributes, ThHTMLAttributes } from 'react';

/** Rows of 44 px; on a phone each row becomes a block whose cells carry their column's name. */
export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <table className="w-full border-separate border-spacing-0 text-left max-sm:block">
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="sticky top-13 z-10 max-sm:hidden">
      <tr>{children}</tr>
    </thead>
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="max-sm:block">{children}</tbody>;
}

export function Row({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <tr
      className={clsx(
        'group/row transition-colors hover:bg-hover/55 max-sm:flex max-sm:flex-col max-sm:gap-1.5 max-sm:border-b max-sm:border-line max-sm:px-5 max-sm:py-3.5 max-sm:last:border-b-0',
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
        'h-9 border-b border-line bg-surface px-3 text-xs font-medium whitespace-nowrap text-muted first:rounded-tl-md first:pl-5 last:rounded-tr-md last:pr-5',
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
        'h-11 border-b border-line px-3 py-1.5 group-last/row:border-b-0 first:pl-5 last:pr-5 max-sm:flex max-sm:h-auto max-sm:items-center max-sm:justify-between max-sm:gap-4 max-sm:border-b-0 max-sm:p-0! max-sm:text-left',
        className,
      )}
    >
      {label && (
        <span aria-hidden className="shrink-0 font-sans text-sm text-muted sm:hidden">
          {label}
        </span>
      )}
      {children}
    </td>
  );
}
