import type { AnchorProps } from '@patchbay/ui';
import { Link } from '@remix-run/react';
import { forwardRef } from 'react';

/** Our own pages go through the router; everything else is a plain anchor. */
export const RouterLink = forwardRef<HTMLAnchorElement, AnchorProps>(function RouterLink(
  { href, ...rest },
  ref,
) {
  if (!href.startsWith('/')) return <a {...rest} ref={ref} href={href} />;
  return <Link {...rest} ref={ref} to={href} prefetch="intent" preventScrollReset={false} />;
});
