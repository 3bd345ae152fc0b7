import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until a person sees it. */
export const sees = (thing: Locator): Promise<void> => thing.first().waitFor({ state: 'visible' });

/** Waits until nobody sees it any more. */
export const gone = (thing: Locator): Promise<void> => thing.first().waitFor({ state: 'hidden' });

/** Waits until the address is the given path and query. */
export const isAt = (page: Page, path: string | RegExp): Promise<void> =>
  page.waitForURL(({ pathname, search }) =>
    typeof path === 'string' ? `${pathname}${search}` === path : path.test(`${pathname}${search}`),
  );

/** Waits until the thing has the keyboard. */
export const hasFocus = (thing: Locator): Promise<void> =>
  expect
    .poll(() => thing.evaluate((element) => element === document.activeElement), { timeout: 5_000 })
    .toBe(true);

/** Waits for hydration: what only script shows is there. */
export const awake = (page: Page): Promise<void> =>
  sees(page.getByRole('button', { name: 'Command palette' }));

/** The words of one thing, as they stand in the page. */
export const wordsOf = async (thing: Locator): Promise<string> =>
  ((await thing.textContent()) ?? '').trim();
