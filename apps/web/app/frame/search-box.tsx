import { Form } from '@remix-run/react';
import { Search } from 'lucide-react';

/** Finds integrations without script, which brings the command palette into its place. */
export function SearchBox({ slug }: { slug: string }) {
  return (
    <Form action={`/o/${slug}/integrations`} role="search" className="relative max-sm:hidden">
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-muted"
      />
      <input
        type="search"
        name="q"
        placeholder="Find an integration"
        aria-label="Find an integration"
        className="h-8 w-60 rounded-sm border border-line bg-surface pr-2.5 pl-8.5 text-sm placeholder:text-muted focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
      />
    </Form>
  );
}
