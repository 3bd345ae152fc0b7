import type { Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { journey } from '../harness/journey.ts';
import { found, someSlug } from '../harness/people.ts';
import { isAt, sees } from '../harness/sight.ts';

const choose = async (page: Page, menu: string | RegExp, role: 'link' | 'button', item: string) => {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole(role, { name: item, exact: true }).click();
};

journey('everything can be done without script', async ({ visits }) => {
  const product = inject('product');
  const { page, context, faults } = await visits.stranger({ javaScriptEnabled: false });
  // Chrome's word for a script it was told not to run.
  faults.expect(/^csp GET \/assets\/.*\.js$/);

  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(product.email);
  await page.getByLabel('Password', { exact: true }).fill(product.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await isAt(page, /^\/o\//);
  const base = await found(context, product, 'Plain Paper');

  await page.goto(`${base}/integrations`);
  await page.getByLabel('Search integrations').fill('syncro');
  await page.getByRole('button', { name: 'Apply' }).click();
  await sees(page.getByText(/^1 of \d+ integrations/));
  await page.getByRole('article').getByRole('link', { name: 'Syncro' }).click();
  await page.getByRole('link', { name: 'Configure Syncro' }).click();
  await page.getByRole('button', { name: 'Fill in demo values' }).click();
  await isAt(page, `${base}/integrations/syncro/configuration?demo=1`);
  expect(await page.getByLabel('Subdomain').inputValue()).toBe('demo');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await isAt(page, `${base}/integrations/syncro`);
  await sees(page.getByText('Syncro is saved and the test passed.'));

  await page.getByRole('button', { name: 'Test connection' }).click();
  await sees(page.getByText('Syncro: the test passed'));
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await sees(page.getByText('Syncro is paused.'));
  await page.getByRole('button', { name: 'Resume' }).click();
  await choose(page, 'More for Syncro', 'link', 'Remove');
  await sees(page.getByRole('dialog', { name: 'Remove Syncro?' }));
  await page.getByRole('button', { name: 'Remove Syncro' }).click();
  await sees(page.getByText('Not configured', { exact: true }));

  await page.goto(`${base}/settings/members`);
  await page.getByRole('link', { name: 'Invite person' }).click();
  await page.getByLabel('E-mail').fill('friend@patchbay.example');
  await page.getByRole('button', { name: /^Create|^Invite/ }).click();
  await sees(page.getByText(/\/invite\//));
  await page.goto(`${base}/settings/keys/new`);
  await page.getByLabel('Name').fill(someSlug());
  await page.getByRole('button', { name: 'Create key' }).click();
  await sees(page.getByText(/^pb_/));

  await page.goto(`${base}/audit`);
  await choose(page, /account, theme, sign out$/, 'button', 'Dark');
  await isAt(page, `${base}/audit`);
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  await choose(page, /account, theme, sign out$/, 'button', 'Sign out');
  await isAt(page, '/sign-in');
  await page.goto(`${base}/audit`);
  await isAt(page, /^\/sign-in/);
});
