import { expect } from 'vitest';
import { giveConsent, leavesForConsent, revokeAtVendor } from '../harness/consent.ts';
import { journey } from '../harness/journey.ts';
import { awake, gone, sees } from '../harness/sight.ts';

journey('a connection that was revoked is repaired with one button', async ({ visits }) => {
  const visitor = await visits.founder('Mended Fences');
  const { page, base } = visitor;
  const here = `${base}/integrations/reddit`;
  leavesForConsent(visitor);
  await page.goto(`${base}/repairs`);
  await awake(page);
  await sees(page.getByText('Nothing needs mending'));
  await page.goto(here);
  await awake(page);
  const sandbox = await giveConsent(page);

  await revokeAtVendor(sandbox, 'reddit');
  await page.goto(`${here}/console`);
  await awake(page);
  await page.getByLabel('Endpoint').fill('/api/v1/me');
  await page.getByRole('button', { name: 'Send request' }).click();
  await sees(page.getByText('It failed'));
  await page.getByRole('link', { name: /^Repairs/ }).click();
  const repairs = page.getByRole('main').getByRole('listitem');
  await sees(repairs.filter({ hasText: 'Reddit' }).getByText('Error: sign in again'));
  await sees(page.getByRole('link', { name: 'Repairs 1 waiting' }));

  await giveConsent(page, { button: /^Reconnect/ });
  await sees(page.getByText(/^Reddit is connected as /));
  await gone(page.getByRole('link', { name: 'Repairs 1 waiting' }));
  await page.goto(`${base}/repairs`);
  await sees(page.getByText('Nothing needs mending'));
});

journey('permissions that were left out are asked for again', async ({ visits }) => {
  const visitor = await visits.founder('Half Open');
  const { page, base } = visitor;
  leavesForConsent(visitor);
  await page.goto(`${base}/integrations/slack`);
  await awake(page);
  const sandbox = await giveConsent(page);
  const connection = page.getByRole('region', { name: 'Connection' });
  const [granted] = await connection.getByRole('listitem').allInnerTexts();
  const withheld = (granted ?? '').replace(/^granted:\s*/, '').trim();
  const withhold = (scopes: string[]) =>
    fetch(`${sandbox}/_control/apps/5550001.5550002`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ withheldScopes: scopes }),
    });
  try {
    expect((await withhold([withheld])).status).toBe(200);
    await giveConsent(page, { button: 'Reconnect' });
    await sees(connection.getByText('needed one is missing', { exact: false }));
  } finally {
    await withhold([]);
  }
  await giveConsent(page, { button: 'Ask for consent again' });
  await sees(connection.getByText('everything needed is granted', { exact: false }));
});
