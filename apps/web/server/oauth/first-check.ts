import type { Person } from '@patchbay/services';
import { type Runtime, resolveOrganization, services } from '@patchbay/services';
import { reportError } from '../report.ts';

type Connected = { organizationSlug: string; provider: string };
type Visitor = { person: Person; requestId: string };

/**
 * Tests a fresh connection while its page is already loading; the page hears of the result. Only for watching: what
 * is lost here, the next sweep makes up for.
 */
export async function firstCheck(
  runtime: Runtime,
  { organizationSlug, provider }: Connected,
  { person, requestId }: Visitor,
  log: (line: string) => void,
): Promise<void> {
  try {
    const principal = await resolveOrganization(runtime.orm, person, organizationSlug);
    await services.integrations.test({ runtime, principal, requestId }, { provider });
  } catch (error) {
    log(reportError(error, 'the first check of a connection', requestId));
  }
}
