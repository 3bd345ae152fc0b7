import { createPatchbayClient } from '@patchbay/client';
import { inject } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { newKey } from '../harness/keys.ts';
import { openLine } from '../harness/line.ts';
import { sees } from '../harness/sight.ts';

journey('an open page follows what a program does, and says when it cannot', async ({ visits }) => {
  const { url } = inject('product');
  const line = await openLine(url);
  const { page, context, base, faults } = await visits.founder('Always On', { baseURL: line.url });
  await configured(context, `${base}/integrations/syncro`, {
    subdomain: 'demo',
    apiToken: 'sandbox-syncro-5',
  });
  const client = createPatchbayClient({ url, apiKey: await newKey(context, base), retries: 0 });
  const toggle = () => client.integrations.toggle.mutate({ provider: 'syncro' });
  const mark = page.getByRole('banner');

  await page.goto(`${base}/integrations`);
  await sees(mark.getByText('Live', { exact: true }));
  const card = page.getByRole('article').filter({ hasText: 'Syncro' });
  await sees(card.getByText('Active'));
  await toggle();
  await sees(card.getByText('Paused'));

  faults.expect(/ERR_(CONNECTION|INCOMPLETE|EMPTY)/);
  line.cut();
  await sees(mark.getByText('Paused', { exact: true }));
  await toggle();
  await line.mend();
  await sees(mark.getByText('Live', { exact: true }));
  // What happened meanwhile is caught up with.
  await sees(card.getByText('Active'));
  await page.close();
  line.cut();
});
