import { Button, Select, type SelectOption, useHydrated } from '@patchbay/ui';
import { Form, useSearchParams, useSubmit } from '@remix-run/react';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';

/** Filters of a list: a GET form whose state is the address. With script it applies itself on change. */
export function FilterBar({ children }: { children: ReactNode }) {
  const submit = useSubmit();
  const hydrated = useHydrated();
  return (
    <Form
      method="get"
      onChange={(event) => submit(event.currentTarget, { replace: true, preventScrollReset: true })}
      className="flex flex-wrap items-center gap-2"
    >
      {children}
      {!hydrated && <Button size="sm">Apply</Button>}
    </Form>
  );
}

export function FilterSearch({ name, label }: { name: string; label: string }) {
  const [search] = useSearchParams();
  return (
    <span className="relative w-full sm:w-72">
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-muted"
      />
      <input
        type="search"
        name={name}
        defaultValue={search.get(name) ?? ''}
        placeholder={label}
        aria-label={label}
        className="h-8 w-full rounded-sm border border-control bg-surface pr-3 pl-8 text-sm placeholder:text-muted hover:border-muted focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 pointer-coarse:h-10"
      />
    </span>
  );
}

export function FilterSelect(props: {
  name: string;
  label: string;
  /** What stands for choosing nothing: `All systems`. */
  any: string;
  options: readonly SelectOption[];
}) {
  const { name, label, any, options } = props;
  const [search] = useSearchParams();
  return (
    <span className="w-full sm:w-52">
      <Select
        name={name}
        aria-label={label}
        defaultValue={search.get(name) ?? ''}
        options={[{ value: '', label: any }, ...options]}
        className="h-8! text-sm! pointer-coarse:h-10!"
      />
    </span>
  );
}
