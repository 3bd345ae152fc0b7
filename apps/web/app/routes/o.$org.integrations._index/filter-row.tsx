import type { IntegrationView } from '@patchbay/services/schemas';
import { Button, Kbd, Select, useHydrated } from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { LayoutGrid, Rows3, Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { isTyping } from '../../frame/is-typing.ts';
import {
  countBy,
  type Filters,
  filterHref,
  groupNames,
  groupOf,
  groupTitles,
} from '../../integrations/groups.ts';
import { Segments } from '../../integrations/segments.tsx';
import { plural } from '../../integrations/words.ts';
import { CategoryChips } from './category-chips.tsx';
import { useFilters, useHeadedSearch } from './use-filters.ts';

type FilterRowProps = {
  path: string;
  all: readonly IntegrationView[];
  shown: number;
  filters: Filters;
};

const icons = { cards: <LayoutGrid aria-hidden />, table: <Rows3 aria-hidden /> };

/** Everything it chooses is in the address. With script it applies at once, without it by its button. */
export function FilterRow({ path, all, shown, filters }: FilterRowProps) {
  const search = useHeadedSearch(path);
  const hydrated = useHydrated();
  const apply = useFilters(path);
  const counts = new Map(countBy(all, ({ state }) => groupOf(state)));
  return (
    <>
      <Form
        role="search"
        action={path}
        onSubmit={(event) => event.preventDefault()}
        className="flex flex-wrap items-center gap-2"
      >
        <SearchInput value={filters.q} onChange={(q) => apply({ q })} />
        <span className="w-full min-w-0 max-sm:flex-1 sm:w-44">
          <Select
            name="status"
            aria-label="Status"
            key={filters.status}
            defaultValue={filters.status ?? ''}
            onChange={(event) => apply({ status: event.currentTarget.value })}
            options={[
              { value: '', label: 'Every status' },
              ...groupNames.map((name) => ({
                value: name,
                label: `${groupTitles[name]} (${counts.get(name) ?? 0})`,
              })),
            ]}
          />
        </span>
        {filters.category && <input type="hidden" name="category" value={filters.category} />}
        {filters.view === 'table' && <input type="hidden" name="view" value="table" />}
        {!hydrated && <Button>Apply</Button>}
        <span className="sm:ml-auto">
          <Segments
            label="View"
            choices={(['cards', 'table'] as const).map((view) => ({
              label: view === 'cards' ? 'Cards' : 'Table',
              icon: icons[view],
              href: filterHref(path, search, { view: view === 'table' ? view : null }),
              current: filters.view === view,
            }))}
          />
        </span>
      </Form>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <CategoryChips path={path} all={all} chosen={filters.category} />
        <p role="status" className="text-sm text-muted tabular-nums">
          {shown === all.length
            ? plural(all.length, 'integration')
            : `${shown} of ${plural(all.length, 'integration')}`}
        </p>
      </div>
    </>
  );
}

/** Holds its own text, so that typing never waits for the address to follow. */
function SearchInput({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.select();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  const change = (next: string) => {
    setText(next);
    sent.current = next.trim();
    onChange(sent.current);
  };
  return (
    <span className="relative w-full sm:w-80">
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-muted"
      />
      <input
        ref={input}
        type="search"
        name="q"
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && change('')}
        placeholder="Search integrations"
        aria-label="Search integrations"
        aria-keyshortcuts="/"
        autoComplete="off"
        className="peer h-9 w-full rounded-sm border border-control bg-surface pr-9 pl-9 transition-colors placeholder:text-muted hover:border-muted focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 pointer-coarse:h-11 pointer-coarse:text-lg"
      />
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2 my-auto h-5 peer-focus:hidden peer-[:not(:placeholder-shown)]:hidden max-sm:hidden pointer-coarse:hidden"
      >
        <Kbd>/</Kbd>
      </span>
    </span>
  );
}
