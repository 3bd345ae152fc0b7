import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export type Tone = 'ok' | 'warn' | 'bad' | 'calm' | 'accent';

const soft: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  calm: 'bg-hover text-muted',
  accent: 'bg-accent-soft text-accent-ink',
};

export function Badge(props: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span
      className={clsx(
        'inline-flex h-6 w-fit items-center gap-1.5 rounded-xs px-2 text-xs font-medium whitespace-nowrap [&>svg]:size-3.5 [&>svg]:shrink-0',
        soft[props.tone ?? 'calm'],
      )}
    >
      {props.icon}
      {props.children}
    </span>
  );
}
