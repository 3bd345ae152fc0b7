import type { IntegrationView } from '@patchbay/services/schemas';
import { Banner } from '@patchbay/ui';

/** Why nothing is checked right now, and what ends that. */
export function ChecksNote({ integration }: { integration: IntegrationView }) {
  const { name, checkable, enabled } = integration;
  if (!checkable)
    return (
      <Banner title={`${name} is not checked yet`}>
        Its settings are validated and kept sealed. A connection test for this provider comes with a
        later version; until then its health is unknown and is not shown as good.
      </Banner>
    );
  if (!enabled)
    return (
      <Banner title="Paused: nothing is checked and no calls are made">
        Settings and credentials stay. Resume to have it checked at the next round.
      </Banner>
    );
  return null;
}
