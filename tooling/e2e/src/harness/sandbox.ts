import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';

/** Where the sandbox stands that plays a provider, as the product tells its people. */
export async function sandboxOf(
  context: BrowserContext,
  base: string,
  provider: string,
): Promise<string> {
  const input = encodeURIComponent(JSON.stringify({ json: { provider } }));
  const answer = await context.request.get(
    `${inject('product').url}/api/trpc/integrations.get?input=${input}`,
    { headers: { 'x-patchbay-organization': base.split('/').at(-1) ?? '' } },
  );
  const { result } = await answer.json();
  return new URL(result.data.json.sandbox).origin;
}

/** Lets every call with a credential fail until the returned function is called. */
export async function breakCalls(sandbox: string, credential: string, fault: string) {
  const address = `${sandbox}/_control/faults/${credential}`;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(address, { method: 'PUT', headers, body: JSON.stringify({ fault }) });
  if (!answer.ok) throw new Error(`The sandbox takes no fault: ${answer.status}`);
  return async () => void (await fetch(address, { method: 'DELETE' }));
}
