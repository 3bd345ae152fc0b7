import { TRPCClientError } from '@trpc/client';
import type { Visitor } from './product.ts';

/** Calls a procedure by its name, read or change, with an empty input unless told; rejects as the typed client does. */
export async function askProcedure(
  visitor: Visitor,
  name: string,
  input: object = {},
): Promise<unknown> {
  const body = JSON.stringify({ json: input });
  const path = `/api/trpc/${name}`;
  const headers = { 'content-type': 'application/json' };
  const changed = await visitor.fetch(path, { method: 'POST', headers, body });
  const isRead = changed.status === 405;
  const answer = isRead
    ? await visitor.fetch(`${path}?input=${encodeURIComponent(body)}`)
    : changed;
  const said = await answer.json();
  if (answer.ok) return said;
  throw TRPCClientError.from({ error: said.error.json });
}
