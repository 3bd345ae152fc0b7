import { Kbd } from '@patchbay/ui';
import { Form, useSearchParams } from '@remix-run/react';
import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { isTyping } from './is-typing.ts';

/** Finds integrations: a plain GET form, so it works without script and its state is the address. */
export function SearchBox({ slug }: { slug: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [search] = useSearchParams();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.select();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <Form action={`/o/${slug}/integrations`} role="search" className="relative max-sm:hidden">
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-muted"
      />
      <input
        ref={input}
        type="search"
        name="q"
        key={search.get('q')}
        defaultValue={search.get('q') ?? ''}
        placeholder="Find an integration"
        aria-label="Find an integration"
        aria-keyshortcuts="/"
        className="peer h-8 w-56 rounded-sm border border-line bg-surface pr-8 pl-8 text-sm transition-colors placeholder:text-muted hover:border-control focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
      />
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-1.5 my-auto h-5 peer-focus:hidden"
      >
        <Kbd>/</Kbd>
      </span>
    </Form>
  );
}
