import { ButtonLink } from '@patchbay/ui';
import { useLocation, useSearchParams } from '@remix-run/react';
import { ChevronsLeft } from 'lucide-react';

type PageTurnerProps = {
  nextCursor: string | null;
  words?: { first: string; next: string };
};

/** Forward by cursor and back to the start; the place is in the address. */
export function PageTurner({
  nextCursor,
  words = { first: 'Newest', next: 'Older' },
}: PageTurnerProps) {
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const moved = search.has('cursor');
  if (nextCursor === null && !moved) return null;
  const to = (cursor: string | null) => {
    const next = new URLSearchParams(search);
    next.delete('cursor');
    if (cursor !== null) next.set('cursor', cursor);
    return `${pathname}?${next}`;
  };
  return (
    <nav aria-label="Pages" className="flex justify-between gap-2">
      {moved ? (
        <ButtonLink href={to(null)} size="sm" variant="quiet" icon={<ChevronsLeft aria-hidden />}>
          {words.first}
        </ButtonLink>
      ) : (
        <span />
      )}
      {nextCursor !== null && (
        <ButtonLink href={to(nextCursor)} size="sm">
          {words.next}
        </ButtonLink>
      )}
    </nav>
  );
}
