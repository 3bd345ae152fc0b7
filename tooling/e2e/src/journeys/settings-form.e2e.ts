import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { awake, gone, hasFocus, isAt, sees, wordsOf } from '../harness/sight.ts';

const openForm = async (page: Page, base: string) => {
  await page.goto(`${base}/integrations/syncro/configuration`);
  await awake(page);
};
const subdomain = (page: Page) => page.getByLabel('Subdomain');
const token = (page: Page) => page.getByLabel('API token', { exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();

journey('bad input keeps what was typed and leads to the field', async ({ visits }) => {
  const { page, base, faults } = await visits.founder('Typo Works');
  faults.expect(/^400 POST .*configuration/);
  await openForm(page, base);
  await subdomain(page).fill('not a subdomain!');
  await token(page).fill('a-token-that-stays');
  await save(page);

  const summary = page
    .getByRole('alert')
    .filter({ hasText: 'Not saved: 1 field needs another look' });
  await sees(summary);
  await hasFocus(page.locator(':focus').filter({ has: page.getByRole('alert') }));
  expect(await subdomain(page).inputValue()).toBe('not a subdomain!');
  expect(await token(page).inputValue()).toBe('a-token-that-stays');
  expect(await subdomain(page).getAttribute('aria-invalid')).toBe('true');
  const described = await subdomain(page).getAttribute('aria-describedby');
  const messages = await Promise.all(
    (described ?? '').split(' ').map((id) => wordsOf(page.locator(`[id="${id}"]`))),
  );
  const problem = await wordsOf(summary.getByRole('link'));
  expect(messages).toContain(problem);

  await summary.getByRole('link').click();
  await hasFocus(subdomain(page));
  await subdomain(page).fill('demo');
  await token(page).fill('sandbox-syncro-1');
  await save(page);
  await sees(page.getByText('The settings of Syncro are saved.'));
  await gone(summary);
});

journey('unsaved changes are asked about before they are left', async ({ visits }) => {
  const { page, base } = await visits.founder('Second Thoughts');
  await openForm(page, base);
  await subdomain(page).fill('half-done');
  await sees(page.getByText('Unsaved changes'));
  const overview = page.getByRole('navigation', { name: 'Syncro' }).getByRole('link').first();
  await overview.click();
  const warning = page.getByRole('dialog', { name: 'Leave without saving?' });
  await sees(warning);
  await page.keyboard.press('Escape');
  await gone(warning);
  expect(await subdomain(page).inputValue()).toBe('half-done');

  await overview.click();
  await warning.getByRole('button', { name: 'Leave without saving' }).click();
  await isAt(page, `${base}/integrations/syncro`);

  await openForm(page, base);
  await subdomain(page).fill('half-done');
  const asked = page.waitForEvent('dialog');
  await Promise.all([
    asked.then((dialog) => dialog.accept()),
    page.close({ runBeforeUnload: true }),
  ]);
  expect((await asked).type()).toBe('beforeunload');
});

journey('two tabs cannot overwrite each other unnoticed', async ({ visits }) => {
  const { page, context, base, faults } = await visits.founder('Two Hands');
  const here = `${base}/integrations/msp360`;
  const account = (tab: Page) => tab.getByLabel(/^Account name/);
  faults.expect(/^409 POST .*configuration/);
  await configured(context, here, {
    login: 'sandbox-msp360-3',
    password: 'sandbox-password',
    label: 'first',
  });
  await page.goto(`${here}/configuration`);

  // The second tab hears nothing of the first, as on a train.
  const other = await context.newPage();
  await other.route('**/api/trpc/**', (route) => route.abort('internetdisconnected'));
  faults.expect(/ERR_INTERNET_DISCONNECTED GET \/api\/trpc/);
  faults.expect(/console: Failed to load resource: net::ERR_INTERNET_DISCONNECTED/);
  await other.goto(`${here}/configuration`);
  await awake(other);
  await account(other).fill('mine');

  await awake(page);
  await account(page).fill('theirs');
  await save(page);
  await sees(page.getByText('are saved.'));

  await save(other);
  const notice = other
    .getByRole('alert')
    .filter({ hasText: 'changed these settings while you were editing' });
  await sees(notice);
  expect(await account(other).inputValue()).toBe('mine');
  await notice.getByRole('button', { name: 'Load theirs' }).click();
  await expect.poll(() => account(other).inputValue()).toBe('theirs');
});

journey(
  'another address opens the saved secrets, which have to be given again',
  async ({ visits }) => {
    const { page, context, base } = await visits.founder('Moved Away');
    const settings = { subdomain: 'demo', apiToken: 'sandbox-syncro-8' };
    await configured(context, `${base}/integrations/syncro`, settings);
    await openForm(page, base);
    const again = page.getByLabel('New API token');
    await sees(page.getByText('Changing this asks for the saved secrets again.'));
    expect(await again.isVisible()).toBe(false);
    await subdomain(page).fill('elsewhere');
    await sees(again);
    await sees(page.getByText('Give it again'));
    await subdomain(page).fill('demo');
    await gone(again);
  },
);
