import type { ShouldRevalidateFunctionArgs } from '@remix-run/react';

/** A list beneath a drawer stays as it is while drawers open and close over it. */
export function keepBeneath(args: ShouldRevalidateFunctionArgs): boolean {
  const { currentUrl, nextUrl, formMethod, defaultShouldRevalidate } = args;
  const moved = currentUrl.pathname !== nextUrl.pathname;
  const sameList = currentUrl.search === nextUrl.search;
  return formMethod === undefined && moved && sameList ? false : defaultShouldRevalidate;
}
