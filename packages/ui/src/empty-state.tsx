import type { ReactNode } from 'react';

export type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
};

/** What this place is for, why it helps, the first step. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-4 px-5 py-8 sm:flex-row sm:gap-5 sm:py-10">
      {icon && (
        <span className="grid size-10 shrink-0 place-items-center rounded-md border border-line bg-sunken text-muted [&>svg]:size-5">
          {icon}
        </span>
      )}
      <div className="flex flex-col gap-1">
        <p className="font-medium">{title}</p>
        {children && <div className="max-w-prose text-muted">{children}</div>}
        {actions && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
