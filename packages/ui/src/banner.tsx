import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';

const looks: Record<Tone, { className: string; mark: string; icon: LucideIcon }> = {
  ok: { className: 'bg-ok-soft', mark: 'text-ok', icon: CircleCheck },
  warn: { className: 'bg-warn-soft', mark: 'text-warn', icon: TriangleAlert },
  bad: { className: 'bg-bad-soft', mark: 'text-bad', icon: CircleAlert },
  calm: { className: 'bg-hover', mark: 'text-muted', icon: Info },
  accent: { className: 'bg-accent-soft', mark: 'text-accent-ink', icon: Info },
};

export type BannerProps = {
  tone?: Tone;
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** `alert` when it answers what the person just did. */
  role?: 'alert' | 'status';
};

export function Banner({ tone = 'calm', title, children, actions, role }: BannerProps) {
  const { className, mark, icon: Icon } = looks[tone];
  return (
    <div
      role={role}
      className={clsx('flex flex-wrap gap-x-4 gap-y-3 rounded-md px-4 py-3', className)}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', mark)} />
        <div className="flex min-w-0 flex-col gap-1">
          {title && <p className="font-medium wrap-anywhere">{title}</p>}
          {children && <div className="text-sm wrap-anywhere text-ink">{children}</div>}
        </div>
      </div>
      {actions && <div className="flex items-center gap-2">{actions}</div>}
    </div>
  );
}
