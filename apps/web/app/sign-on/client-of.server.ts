import { type ActionFunctionArgs, data } from '@remix-run/node';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

/** The tool that the page's address names, or the 404 page. */
export async function clientOf(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const clients = await orRefuse(args.context, caller.signOn.list());
  const found = clients.find(({ clientId }) => clientId === args.params.client);
  if (found) return found;
  throw data({ message: '', requestId: args.context.requestId }, { status: 404 });
}
