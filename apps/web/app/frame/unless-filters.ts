import type { ShouldRevalidateFunctionArgs } from '@remix-run/react';

/**
 * Filters, search and page of a list are in the address, and what does not depend on them is not read again
 * when they alone change: typing asks nothing of the server and no keystroke waits for the one before.
 */
export function unlessFilters(args: ShouldRevalidateFunctionArgs): boolean {
  const { currentUrl, nextUrl, formMethod, defaultShouldRevalidate } = args;
  const onlyFilters =
    currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search;
  return formMethod === undefined && onlyFilters ? false : defaultShouldRevalidate;
}
