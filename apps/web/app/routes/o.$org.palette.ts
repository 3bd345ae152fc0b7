import { stateWord } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

/** What the command palette offers beside pages. */
export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const integrations = await orRefuse(args.context, caller.integrations.list({}));
  return {
    integrations: integrations.map((integration) => ({
      provider: integration.provider,
      name: integration.name,
      label: integration.label,
      word: stateWord(integration.state),
    })),
  };
}
