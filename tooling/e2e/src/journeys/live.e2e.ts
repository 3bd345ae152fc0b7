import { createPatchbayClient } from '@patchbay/client';
import { inject } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { newKey } from '../harness/keys.ts';
import { sees } from '../harness/sight.ts';

journey('an open page follows what a program does, and says when it cannot', async ({ visits }) => {
  const { url } = inject('product');
  const { page, context, base, faults } = await visits.founder('Always On');
  await configured(context, `${base}/integrations/syncro`, {
    subdomain: 'demo',
    apiToken: 'sandbox-syncro-5',
  });
  const client = createPatchbayClient({ url, apiKey: await newKey(context, base), retries: 0 });
  await page.goto(`${base}/integrations`);
  await sees(page.getByText('Live', { exact: true }));
  const card = page.getByRole('article').filter({ hasText: 'Syncro' });
  await sees(card.getByText('Active'));
  await client.integrations.toggle.mutate({ provider: 'syncro' });
  await sees(card.getByText('Paused'));

  faults.expect(/ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await sees(page.getByText('Paused', { exact: true }).and(page.locator('header *')));
  await client.integrations.toggle.mutate({ provider: 'syncro' });
  await context.setOffline(false);
  await sees(page.getByText('Live', { exact: true }));
  // What happened meanwhile is caught up with.
  await sees(card.getByText('Active'));
});
