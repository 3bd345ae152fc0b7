import { clsx } from 'clsx';

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('shimmer block h-4 rounded-xs bg-hover', className)} />;
}
