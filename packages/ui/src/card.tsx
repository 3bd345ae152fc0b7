import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { useId } from 'react';

export function Card({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div className={clsx('rounded-md border border-line bg-surface', className)}>{children}</div>
  );
}

export type SectionProps = {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  /** Content that reaches the card's edges: a table, a list of rows. */
  flush?: boolean;
};

/** A titled card: the unit that a page is laid out in. */
export function Section({ title, note, actions, children, flush = false }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Card>
        <header
          className={clsx(
            'flex flex-wrap items-start justify-between gap-x-4 gap-y-3 px-5 py-4',
            children && 'border-b border-line',
          )}
        >
          <div className="min-w-0 flex-1 basis-56">
            <h2 id={id} className="text-base font-semibold">
              {title}
            </h2>
            {note && <p className="mt-0.5 max-w-prose text-sm text-muted">{note}</p>}
          </div>
          {actions && <div className="flex items-center gap-2">{actions}</div>}
        </header>
        {children && <div className={flush ? undefined : 'px-5 py-5'}>{children}</div>}
      </Card>
    </section>
  );
}
