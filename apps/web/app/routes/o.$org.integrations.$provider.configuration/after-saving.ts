import type { TestView } from '@patchbay/services/schemas';
import type { Notice } from '@patchbay/ui';
import type { Done } from '../../integrations/act.server.ts';
import type { Refused } from '../../integrations/refusal.ts';

/** The page that follows shows the stages; this says in one line how both halves went. */
export function afterSaving(label: string, tested: Done<TestView> | Refused): Notice {
  if (!tested.ok)
    return {
      tone: 'bad',
      text: `${label} is saved, but was not tested: ${tested.message} Request ${tested.requestId}.`,
    };
  const { health } = tested.value.check;
  if (health === 'error') return { tone: 'bad', text: `${label} is saved, but the test failed.` };
  return { tone: 'ok', text: `${label} is saved and the test passed.` };
}
