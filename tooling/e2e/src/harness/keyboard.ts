import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Goes on with Tab until the thing has the keyboard. At each stop on the way the focus has to be visible. */
export async function tabTo(page: Page, thing: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    expect(await page.evaluate(unseenFocus)).toBeNull();
    if (await thing.first().evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`The keyboard does not reach ${thing}`);
}

/** The element that has the keyboard and does not show it, as its opening tag. Runs in the page. */
function unseenFocus(): string | null {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const drawn = ['', '::before', '::after'].some((part) => {
    const style = getComputedStyle(element, part || null);
    return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
  });
  const { width, height } = element.getBoundingClientRect();
  return drawn && width > 0 && height > 0 ? null : (element.outerHTML.split('>')[0] ?? '');
}
