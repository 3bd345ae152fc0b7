import { Card } from '@patchbay/ui';
import { NavLink } from '@remix-run/react';
import { clsx } from 'clsx';
import { Gauge, type LucideIcon, Pencil, SquareTerminal } from 'lucide-react';
import type { IntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';
import type { ListedOperation } from './run-context.ts';

type OperationNavProps = { page: IntegrationPage; operations: readonly ListedOperation[] };

/** What can be run here: the declared operations, any request, and what limits both. */
export function OperationNav({ page, operations }: OperationNavProps) {
  const to = (tab: 'operations' | 'console' | 'limits') =>
    integrationPath(page.org, page.integration.provider, tab);
  return (
    <Card className="p-1.5">
      <nav aria-label="Operations">
        <ul className="flex flex-col gap-px">
          {operations.map(({ name, title, effect }) => (
            <li key={name}>
              <NavLink to={`${to('operations')}/${name}`} prefetch="intent" className={look}>
                <span className="flex min-w-0 flex-1 flex-col">
                  <span className="truncate">{title}</span>
                  <span className="truncate font-mono text-xs font-normal text-muted">{name}</span>
                </span>
                {effect === 'write' && (
                  <>
                    <Pencil aria-hidden className="size-3.5 shrink-0 text-muted" />
                    <span className="sr-only">changes data</span>
                  </>
                )}
              </NavLink>
            </li>
          ))}
        </ul>
        {operations.length > 0 && <hr className="my-1.5 border-line" />}
        <ul className="flex flex-col gap-px">
          {page.integration.callable && (
            <Entry to={to('console')} icon={SquareTerminal} label="Any request" />
          )}
          <Entry to={to('limits')} icon={Gauge} label="Limits" />
        </ul>
      </nav>
    </Card>
  );
}

const look = ({ isActive }: { isActive: boolean }) =>
  clsx(
    'flex min-h-11 items-center gap-2.5 rounded-xs px-2.5 py-1 font-medium transition-colors',
    isActive ? 'bg-hover text-ink [&>svg]:text-accent-ink' : 'text-ink hover:bg-hover/60',
  );

function Entry({ to, icon: Icon, label }: { to: string; icon: LucideIcon; label: string }) {
  return (
    <li>
      <NavLink to={to} prefetch="intent" className={look}>
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        {label}
      </NavLink>
    </li>
  );
}
