import { useSearchParams } from '@remix-run/react';
import { FilterBar, FilterSearch, FilterSelect } from '../../parts/filter-bar.tsx';
import { outcomes, ranges } from '../../requests/filters.ts';
import type { Named } from './requests.ts';

export function RequestFilters({ providers }: { providers: readonly Named[] }) {
  const [search] = useSearchParams();
  const byName = providers.map(({ provider, name }) => ({ value: provider, label: name }));
  return (
    // Drawn anew when a link changed the address, so that the fields say what is shown.
    <FilterBar key={search.get('correlation')}>
      <FilterSelect name="provider" label="Integration" any="All integrations" options={byName} />
      <FilterSelect name="outcome" label="Outcome" any="Any outcome" options={outcomes} />
      <FilterSelect name="range" label="Time" any="Any time" options={ranges} />
      <FilterSearch name="correlation" label="Correlation id" />
    </FilterBar>
  );
}
