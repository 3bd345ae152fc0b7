import { expect, inject } from 'vitest';
import { journey } from '../harness/journey.ts';
import { awake, sees } from '../harness/sight.ts';

const budget = 130_000;

journey('the integrations come with at most 130 kB of script', async ({ visits }) => {
  const { page } = await visits.demo();
  await page.goto('/o/acme/integrations');
  await awake(page);
  await sees(page.getByText('Live', { exact: true }));
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => name.endsWith('.js'))
      .map(({ name, encodedBodySize, decodedBodySize }) => ({
        name: name.replace(/^.*\//, ''),
        encodedBodySize,
        decodedBodySize,
      })),
  );
  const largest = scripts.toSorted((a, b) => b.encodedBodySize - a.encodedBodySize);
  const sum = scripts.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0);
  expect(scripts.length).toBeGreaterThan(3);
  expect(sum, JSON.stringify(largest, null, 1)).toBeLessThanOrEqual(budget);
});

journey('the theme stands in the first bytes of a page', async ({ visits }) => {
  const { url } = inject('product');
  const { page, context, base } = await visits.founder('Night and Day');
  const first = async () => (await context.request.get(`${url}${base}`)).text();
  const canvas = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await first()).toMatch(/<html[^>]*data-theme="system"/);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(base);
  await awake(page);
  const light = await canvas();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await canvas();
  expect(dark).not.toBe(light);

  const choose = async (theme: string) => {
    await page.getByRole('button', { name: /account, theme, sign out$/ }).click();
    await page.getByRole('button', { name: theme, exact: true }).click();
  };
  await choose('Light');
  await expect.poll(canvas).toBe(light);
  expect(await first()).toMatch(/<html[^>]*data-theme="light"/);
  await page.emulateMedia({ colorScheme: 'light' });
  await choose('Dark');
  await expect.poll(canvas).toBe(dark);
  expect(await first()).toMatch(/<html[^>]*data-theme="dark"/);
  await choose('As the system');
  await expect.poll(canvas).toBe(light);
});
