import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';

/** A key that may change integrations, made past the page. */
export async function newKey(context: BrowserContext, base: string): Promise<string> {
  const { url } = inject('product');
  const form = new FormData();
  form.set('name', 'journey');
  for (const permission of ['settings:read', 'settings:edit'])
    form.append('permissions', permission);
  const answer = await context.request.post(`${url}${base}/settings/keys/new`, {
    form,
    headers: { origin: url },
  });
  const key = /pb_[a-z0-9]{20,}/.exec(await answer.text())?.[0];
  if (key === undefined) throw new Error(`No key came back: ${answer.status()}`);
  return key;
}
