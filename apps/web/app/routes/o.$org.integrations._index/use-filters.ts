import { useLocation, useNavigate, useNavigation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { filterHref } from '../../integrations/groups.ts';

type Changes = Parameters<typeof filterHref>[2];

/**
 * The filters that the list is headed for. Its address follows only when the list has been read, so what is chosen in
 * the meantime builds on these, or it would bring back what was just taken away.
 */
export function useHeadedSearch(path: string): URLSearchParams {
  const { search } = useLocation();
  const { location: next } = useNavigation();
  return new URLSearchParams(next?.pathname === path ? next.search : search);
}

/** Goes to the list with some filters changed. */
export function useFilters(path: string): (changes: Changes) => void {
  const navigate = useNavigate();
  const headed = useHeadedSearch(path).toString();
  // Two changes can come before the first is rendered.
  const chosen = useRef(headed);
  useEffect(() => {
    chosen.current = headed;
  }, [headed]);
  return (changes) => {
    const href = filterHref(path, new URLSearchParams(chosen.current), changes);
    chosen.current = new URL(href, window.location.origin).search;
    navigate(href, { replace: true, preventScrollReset: true });
  };
}
