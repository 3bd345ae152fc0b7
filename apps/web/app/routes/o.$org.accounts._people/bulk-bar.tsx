import { Button, Select, useHydrated } from '@patchbay/ui';
import { Form, useSearchParams } from '@remix-run/react';
import { clsx } from 'clsx';
import { bulkChanges } from '../../accounts/bulk-words.ts';
import { accountsPath } from '../../accounts/paths.ts';
import type { MatrixPage } from './route.tsx';
import type { Selection } from './use-selection.ts';

export const bulkFormId = 'bulk';
const kept = ['q', 'system', 'state'] as const;

type BulkBarProps = { page: MatrixPage; selection: Selection };

/** What to do with the chosen people. Nothing is done here: the next page shows the plan first. */
export function BulkBar({ page: { systems, slug, nextCursor }, selection }: BulkBarProps) {
  const [search] = useSearchParams();
  const hydrated = useHydrated();
  const { chosen, all } = selection;
  const whole = nextCursor !== null || search.has('cursor');
  return (
    <Form
      id={bulkFormId}
      method="get"
      action={`${accountsPath(slug)}/plan`}
      aria-label="Change many accounts"
      className={clsx(
        'sticky bottom-4 z-20 flex-wrap items-center gap-2 rounded-md bg-raised px-4 py-3 shadow-float',
        hydrated && chosen.size === 0 ? 'hidden' : 'flex',
      )}
    >
      <p aria-live="polite" className="mr-auto text-sm font-medium tabular-nums">
        {hydrated ? `${chosen.size} chosen` : 'With the chosen people'}
      </p>
      {(all || !hydrated) && whole && (
        <label className="flex items-center gap-2 text-sm">
          <input type="checkbox" name="all" value="1" className="size-4 accent-accent" />
          Everybody who fits the filters
        </label>
      )}
      {kept.map((name) => {
        const value = search.get(name);
        return value ? <input key={name} type="hidden" name={name} value={value} /> : null;
      })}
      <span className="w-full sm:w-40">
        <Select
          name="change"
          aria-label="Change"
          options={bulkChanges}
          className="h-8! text-sm! pointer-coarse:h-10!"
        />
      </span>
      <span className="w-full sm:w-44">
        <Select
          name="provider"
          aria-label="In which system"
          defaultValue={search.get('system') ?? ''}
          options={systems.map(({ provider, name }) => ({ value: provider, label: name }))}
          className="h-8! text-sm! pointer-coarse:h-10!"
        />
      </span>
      {hydrated && (
        <Button type="button" size="sm" variant="quiet" onClick={selection.clear}>
          Clear
        </Button>
      )}
      <Button size="sm" variant="primary">
        Show plan
      </Button>
    </Form>
  );
}
