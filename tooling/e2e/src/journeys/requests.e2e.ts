import { expect } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { awake, gone, hasFocus, isAt, sees } from '../harness/sight.ts';

journey('requests are found, read and left with the keyboard', async ({ visits }) => {
  const { page, context, base } = await visits.founder('Busy Lines');
  const here = `${base}/integrations/syncro`;
  await configured(context, here, { subdomain: 'demo', apiToken: 'sandbox-syncro-4' });
  await page.goto(`${here}/console`);
  await awake(page);
  for (const endpoint of ['/tickets', '/customers', '/nothing-there']) {
    await page.getByLabel('Endpoint').fill(endpoint);
    // The answer of this one: leaving earlier would call the request off.
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.getByRole('button', { name: 'Send request' }).click();
    await answered;
    await sees(page.getByText(/^(200|404)$/));
  }

  await page.goto(`${base}/requests`);
  await awake(page);
  const row = (endpoint: string) => page.getByRole('link', { name: `GET ${endpoint}` });
  await sees(row('/tickets'));
  await page.getByLabel('Outcome').selectOption('4xx');
  await isAt(page, /outcome=4xx/);
  await gone(row('/tickets'));
  await sees(row('/nothing-there'));
  await page.getByLabel('Outcome').selectOption('');
  await sees(row('/tickets'));

  await row('/customers').focus();
  await page.keyboard.press('ArrowDown');
  await hasFocus(row('/tickets'));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  await sees(drawer.getByRole('heading', { name: 'GET /customers' }));
  await sees(drawer.getByText('Where the time went'));
  expect(await drawer.getByText('$PATCHBAY_API_KEY').count()).toBe(1);
  expect(await drawer.getByText('sandbox-syncro-4').count()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await sees(drawer.getByRole('heading', { name: 'GET /tickets' }));
  await page.keyboard.press('ArrowLeft');
  await sees(drawer.getByRole('heading', { name: 'GET /customers' }));
  await page.keyboard.press('Escape');
  await gone(drawer);
  await hasFocus(row('/customers'));

  await row('/nothing-there').click();
  await sees(drawer.getByText('404', { exact: true }));
  const address = page.url();
  await page.goto(address);
  await sees(page.getByRole('dialog').getByRole('heading', { name: 'GET /nothing-there' }));
});
