import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { post } from './people.ts';

/** Saves settings and tests them, past the page: for what a journey needs and does not tell. */
export function configured(
  context: BrowserContext,
  path: string,
  settings: Record<string, string>,
): Promise<void> {
  const named = Object.entries(settings).map(([key, value]) => [`settings.${key}`, value]);
  const form = { ...Object.fromEntries(named), revision: '0', after: 'test' };
  return post(context, `${inject('product').url}${path}/configuration`, form);
}
