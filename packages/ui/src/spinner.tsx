import { clsx } from 'clsx';
import { LoaderCircle } from 'lucide-react';

/** Says nothing by itself: the text beside it does. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={clsx('size-4 animate-spin', className)} />;
}
