import { expect } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { awake, gone, hasFocus, isAt, sees } from '../harness/sight.ts';

journey('an integration is paused, resumed and removed', async ({ visits }) => {
  const { page, context, base } = await visits.founder('Quiet Nights');
  const here = `${base}/integrations/syncro`;
  await configured(context, here, { subdomain: 'demo', apiToken: 'sandbox-syncro-2' });
  await page.goto(here);
  await awake(page);
  await sees(page.getByText('Active', { exact: true }));

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await sees(page.getByText('Syncro is paused.'));
  await sees(page.getByText('Paused: nothing is checked and no calls are made'));
  await page.getByRole('button', { name: 'Resume' }).click();
  await sees(page.getByText('it is checked at the next round'));
  await sees(page.getByText('Active', { exact: true }));

  const more = page.getByRole('button', { name: 'More for Syncro' });
  const confirmation = page.getByRole('dialog', { name: 'Remove Syncro?' });
  await more.click();
  await page.getByRole('link', { name: 'Remove' }).click();
  await sees(confirmation);
  await sees(confirmation.getByText('Credentials: API token'));
  await sees(confirmation.getByText('Settings: Subdomain'));
  await sees(confirmation.getByText('the history of its checks'));
  await page.keyboard.press('Escape');
  await gone(confirmation);
  await isAt(page, here);
  await hasFocus(more);

  await more.click();
  await page.getByRole('link', { name: 'Remove' }).click();
  await confirmation.getByRole('button', { name: 'Remove Syncro' }).click();
  await sees(page.getByText('its settings and credentials are deleted'));
  await sees(page.getByText('Not configured', { exact: true }));
  await page.goto(`${here}/configuration`);
  expect(await page.getByLabel('Subdomain').inputValue()).toBe('');
  expect(await page.getByText('Saved', { exact: true }).count()).toBe(0);
});
