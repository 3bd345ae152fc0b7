import type { IntegrationView } from '@patchbay/services/schemas';
import { Link } from '@remix-run/react';
import { clsx } from 'clsx';
import { countBy, filterHref } from '../../integrations/groups.ts';
import { categoryWord } from '../../integrations/words.ts';
import { useHeadedSearch } from './use-filters.ts';

type CategoryChipsProps = {
  path: string;
  all: readonly IntegrationView[];
  chosen: string | null;
};

export function CategoryChips({ path, all, chosen }: CategoryChipsProps) {
  const search = useHeadedSearch(path);
  const chips = [
    { category: null, label: 'All', count: all.length },
    ...countBy(all, ({ category }) => category).map(([category, count]) => ({
      category,
      label: categoryWord(category),
      count,
    })),
  ];
  return (
    <nav
      aria-label="Category"
      className="relative -mx-4 min-w-0 overflow-x-auto px-4 py-1 sm:mx-0 sm:px-0"
    >
      <ul className="flex gap-1.5 sm:flex-wrap">
        {chips.map(({ category, label, count }) => (
          <li key={label}>
            <Link
              to={filterHref(path, search, { category })}
              replace
              preventScrollReset
              aria-current={category === chosen ? 'true' : undefined}
              className={clsx(
                'flex h-7 items-center gap-1.5 rounded-full border px-3 text-sm whitespace-nowrap transition-colors pointer-coarse:h-9',
                category === chosen
                  ? 'border-accent bg-accent-soft font-medium text-accent-ink'
                  : 'border-line text-muted hover:border-control hover:text-ink',
              )}
            >
              {label}
              <span className="text-xs tabular-nums">
                <span className="sr-only">, </span>
                {count}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
