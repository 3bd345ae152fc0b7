import { ButtonLink } from '@patchbay/ui';
import { useLocation, useSearchParams } from '@remix-run/react';
import { ChevronsLeft } from 'lucide-react';

/** Forward by cursor and back to the start; the place is in the address. */
export function PageTurner({ nextCursor }: { nextCursor: string | null }) {
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
          Newest
        </ButtonLink>
      ) : (
        <span />
      )}
      {nextCursor !== null && (
        <ButtonLink href={to(nextCursor)} size="sm">
          Older
        </ButtonLink>
      )}
    </nav>
  );
}
