import { expect } from 'vitest';
import { journey } from '../harness/journey.ts';
import { somebody, someSlug } from '../harness/people.ts';
import { isAt, sees } from '../harness/sight.ts';

journey('from signing up to the first green test', async ({ visits }) => {
  const { page } = await visits.stranger();
  const person = somebody('Ida Moreau');
  const slug = someSlug();

  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Name').fill(person.name);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Create account' }).click();

  await isAt(page, '/organizations/new');
  await page.getByLabel('Name').fill('Moreau Systems');
  await page.getByLabel(/^Address/).fill(slug);
  await page.getByRole('button', { name: 'Create organization' }).click();

  await isAt(page, `/o/${slug}`);
  await sees(page.getByRole('heading', { name: 'Connect your first system' }));
  const suggested = page.getByRole('main').getByRole('list').first().getByRole('listitem');
  expect(await suggested.count()).toBe(3);
  await sees(suggested.filter({ hasText: 'In this demo the sandbox plays it.' }));

  await page.getByRole('link', { name: /^All \d+ integrations$/ }).click();
  await page.getByRole('article').getByRole('link', { name: 'Syncro' }).click();
  await page.getByRole('link', { name: 'Configure Syncro' }).click();
  await isAt(page, `/o/${slug}/integrations/syncro/configuration`);
  await page.getByRole('button', { name: 'Fill in demo values' }).click();
  await sees(page.getByText('Demo values are filled in below.'));
  await sees(page.getByText('Unsaved changes'));
  expect(await page.getByLabel('Subdomain').inputValue()).toBe('demo');
  const token = page.getByLabel('API token', { exact: true });
  await token.fill(`${await token.inputValue()}-fault-slow`);
  await page.getByRole('button', { name: 'Save and test' }).click();

  // The sandbox takes its time with this token, so that the stages can be seen one after the other.
  await sees(page.getByRole('listitem').filter({ hasText: /Address passed/ }));
  await sees(page.getByRole('listitem').filter({ hasText: /Sign-in running/ }));
  await isAt(page, `/o/${slug}/integrations/syncro`);
  await sees(page.getByText('is saved and the test passed'));
  for (const stage of ['Address passed', 'TLS skipped', 'Sign-in passed', 'Sample read passed'])
    await sees(page.getByRole('listitem').filter({ hasText: stage }));
  await sees(page.getByText('Active', { exact: true }));
});
