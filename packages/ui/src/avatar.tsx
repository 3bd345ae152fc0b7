import { monogram } from './monogram.ts';

export function Avatar({ name, square = false }: { name: string; square?: boolean }) {
  return (
    <span
      aria-hidden
      className={`grid size-7 shrink-0 place-items-center border border-line bg-hover text-xs font-semibold text-muted ${square ? 'rounded-sm' : 'rounded-full'}`}
    >
      {monogram(name).toUpperCase()}
    </span>
  );
}
