import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe finds serious or critical in the page as it stands, one line each. Dark has the same elements in
 * other colours, so there only contrast is asked again.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await page.evaluate(runAxe, null);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await page.evaluate(runAxe, ['color-contrast', 'link-in-text-block']);
  await page.emulateMedia({ colorScheme: 'light' });
  return [
    ...light.map((finding) => `light: ${finding}`),
    ...dark.map((finding) => `dark: ${finding}`),
  ];
}

/** Runs in the page. */
async function runAxe(rules: string[] | null): Promise<string[]> {
  const { axe } = window as unknown as { axe: typeof import('axe-core') };
  const { violations } = await axe.run(document, {
    resultTypes: ['violations'],
    ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}),
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html.slice(0, 160)}`));
}
