import { type AppLoadContext, data } from '@remix-run/node';
import { orRefuse } from './refuse.server.ts';

/** One item of a list that has no read of its own, or the 404 page. */
export async function itemOf<Item extends { id: string }>(
  context: AppLoadContext,
  list: Promise<Item[]>,
  id: string | undefined,
): Promise<Item> {
  const found = (await orRefuse(context, list)).find((item) => item.id === id);
  if (found !== undefined) return found;
  throw data({ message: '', requestId: context.requestId }, { status: 404 });
}
