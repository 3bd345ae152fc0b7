import { Link } from '@patchbay/ui';
import { integrationPath } from '../integrations/paths.ts';

/** On a phone the list of operations is a page of its own. */
export function BackToList({ org, provider }: { org: string; provider: string }) {
  return (
    <p className="mb-4 text-sm lg:hidden">
      <Link href={integrationPath(org, provider, 'operations')}>All operations</Link>
    </p>
  );
}
