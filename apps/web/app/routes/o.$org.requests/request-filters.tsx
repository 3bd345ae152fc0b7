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
      <FilterSelect
        name="provider"
        label="Integration"
        options={[{ value: '', label: 'All integrations' }, ...byName]}
      />
      <FilterSelect
        name="outcome"
        label="Outcome"
        options={[{ value: '', label: 'Any outcome' }, ...outcomes]}
      />
      <FilterSelect
        name="range"
        label="Time"
        options={[{ value: '', label: 'Any time' }, ...ranges]}
      />
      <FilterSearch name="correlation" label="Correlation id" />
    </FilterBar>
  );
}
