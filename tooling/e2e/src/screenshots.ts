import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './harness/browser.ts';
import { signIn } from './harness/people.ts';
import { startWorld, type World } from './harness/world.ts';

// `node tooling/e2e/src/screenshots.ts DIR`: the main pages in both themes and two widths.
const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Say into which folder the pictures go.');

const sizes = [
  { name: 'wide', viewport: { width: 1280, height: 800 } },
  { name: 'phone', viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
];
const themes = ['light', 'dark'] as const;

const base = '/o/acme';
const pages: { name: string; path: string; prepare?: (page: Page) => Promise<void> }[] = [
  { name: 'overview', path: base },
  { name: 'center', path: `${base}/integrations` },
  { name: 'center-table', path: `${base}/integrations?view=table` },
  { name: 'detail', path: `${base}/integrations/syncro` },
  { name: 'detail-error', path: `${base}/integrations/mediawiki` },
  { name: 'configuration', path: `${base}/integrations/mediawiki/configuration` },
  {
    name: 'configuration-errors',
    path: `${base}/integrations/discord/configuration`,
    prepare: saveNothing,
  },
  { name: 'test-running', path: `${base}/integrations/msp360`, prepare: startTest },
  { name: 'health', path: `${base}/integrations/syncro/health` },
  { name: 'remove', path: `${base}/integrations/syncro/remove` },
  { name: 'members', path: `${base}/settings/members` },
  { name: 'invite', path: `${base}/settings/members/invite` },
  { name: 'keys', path: `${base}/settings/keys` },
  { name: 'audit', path: `${base}/audit` },
  { name: 'account', path: '/account' },
  { name: 'operator', path: '/operator/organizations' },
  { name: 'not-found', path: '/nowhere' },
];

async function saveNothing(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('alert').waitFor();
}

async function startTest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText('Asking the other side').waitFor();
}

await mkdir(folder, { recursive: true });
const world = await startWorld();
const browser = await openBrowser();
try {
  await breakTheWiki(browser, world);
  for (const size of sizes)
    for (const colorScheme of themes) await shoot({ ...size, colorScheme }, folder);
} finally {
  await browser.close();
  await world.stop();
}

/** So that there is something to repair, and a test that takes its time. */
async function breakTheWiki(browser: Browser, { product, wiki }: World): Promise<void> {
  const page = await browser.newPage({ baseURL: product.url });
  await signIn(page.context(), product, product);
  await page.goto(`${base}/integrations/mediawiki/configuration`);
  await page.getByLabel('API address').fill(wiki.apiUrl);
  await page.getByLabel('Bot name').fill(wiki.botUser);
  await page.getByLabel('Bot password').fill(wiki.wrongPassword);
  await page.getByRole('button', { name: 'Save and test' }).click();
  await page.waitForURL(/mediawiki$/);
  await page.goto(`${base}/integrations/msp360/configuration`);
  await page.getByLabel('API login').fill('sandbox-msp360-1-fault-slow');
  await page.getByText('Replace API password').click();
  await page.getByLabel('New API password').fill('sandbox-password');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('are saved').waitFor();
  await page.context().close();
}

type Look = (typeof sizes)[number] & { colorScheme: (typeof themes)[number] };

async function shoot({ name: size, ...look }: Look, into: string): Promise<void> {
  const { product } = world;
  const context = await browser.newContext({
    ...look,
    baseURL: product.url,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.screenshot({ path: join(into, `sign-in-${size}-${look.colorScheme}.png`) });
  await signIn(context, product, product);
  for (const { name, path, prepare } of pages) {
    await page.goto(path);
    await page.waitForFunction(() => '__remixRouter' in window);
    if (path.startsWith(base))
      await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
    await prepare?.(page);
    await page.screenshot({ path: join(into, `${name}-${size}-${look.colorScheme}.png`) });
  }
  await context.close();
}
