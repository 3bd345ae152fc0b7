import { expect } from 'vitest';
import { journey } from '../harness/journey.ts';
import { sees } from '../harness/sight.ts';

journey('the operator sees every organization and changes none', async ({ visits }) => {
  const other = await visits.founder('Far Away Ltd');
  const { page } = await visits.demo();
  await page.goto('/operator/organizations');
  await sees(page.getByRole('row').filter({ hasText: 'Acme Managed IT' }));
  await page.getByLabel('Find by name or address').fill(other.base.slice('/o/'.length));
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /^Far Away Ltd/ }).click();
  await sees(page.getByText('You look into Far Away Ltd as the operator.'));
  await page.goto(`${other.base}/integrations/syncro/configuration`);
  await sees(page.getByText('as the operator'));
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(await page.getByRole('button', { name: /^Save/ }).count()).toBe(0);
});

journey('an integration that does not exist is not found', async ({ visits }) => {
  const { page, base, faults } = await visits.founder('Wrong Turn');
  faults.expect(/^404 GET \/o\//);
  for (const path of ['nosuch', 'constructor', 'nosuch/health', 'nosuch/configuration', '%00']) {
    const answer = await page.goto(`${base}/integrations/${path}`);
    expect(answer?.status(), path).toBe(404);
    await sees(page.getByText('There is nothing at this address'));
  }
});

journey('nobody else finds an organization by its address', async ({ visits }) => {
  const other = await visits.founder('Private Matters');
  const { page, faults } = await visits.founder('Curious Neighbours');
  faults.expect(/^404 GET \/o\//);
  faults.expect(/^40[34] GET \/operator/);
  for (const path of ['', '/integrations', '/integrations/syncro', '/settings/members', '/audit']) {
    const answer = await page.goto(`${other.base}${path}`);
    expect(answer?.status()).toBe(404);
    await sees(page.getByText('There is nothing at this address'));
    expect(await page.content()).not.toContain('Private Matters');
  }
  const answer = await page.goto('/operator/organizations');
  expect([403, 404]).toContain(answer?.status());
  expect(await page.content()).not.toContain('Private Matters');
});
