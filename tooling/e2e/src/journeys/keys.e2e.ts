import { createPatchbayClient } from '@patchbay/client';
import { expect, inject } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { awake, isAt, sees, wordsOf } from '../harness/sight.ts';

journey('a program works with a key until it is revoked', async ({ visits }) => {
  const { url } = inject('product');
  const { page, context, base } = await visits.founder('Robot Friends');
  await page.goto(`${base}/settings/keys`);
  await awake(page);
  await page.getByRole('link', { name: 'Create key' }).click();
  await page.getByLabel('Name').fill('billing sync');
  await page.getByRole('button', { name: 'Create key' }).click();
  const dialog = page.getByRole('dialog', { name: 'The key “billing sync”' });
  await sees(dialog);
  const apiKey = await wordsOf(dialog.locator('code').first());
  expect(apiKey).toMatch(/^pb_/);
  // Others go on working meanwhile: the page is read again, and what is shown once stays.
  const readAgain = page.waitForResponse((answer) =>
    new URL(answer.url()).pathname.endsWith('.data'),
  );
  await configured(context, `${base}/integrations/syncro`, {
    subdomain: 'demo',
    apiToken: 'sandbox-syncro-7',
  });
  await readAgain;
  await sees(dialog.getByText(apiKey));
  await dialog.getByRole('link', { name: 'Done' }).click();
  await isAt(page, `${base}/settings/keys`);

  const row = page.getByRole('row').filter({ hasText: 'billing sync' });
  await sees(row.getByText('Active'));
  await sees(row.getByText('Never'));
  await page.reload();
  expect(await page.content()).not.toContain(apiKey);

  const client = createPatchbayClient({ url, apiKey, retries: 0 });
  const integrations = await client.integrations.list.query();
  expect(integrations.map(({ provider }) => provider)).toContain('syncro');
  await expect(client.integrations.toggle.mutate({ provider: 'syncro' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect
    .poll(async () => {
      await page.reload();
      return wordsOf(row.getByRole('cell').nth(3));
    })
    .toMatch(/just now|second/);

  await awake(page);
  await row.getByRole('link', { name: 'Revoke billing sync' }).click();
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await sees(page.getByText('The key “billing sync” no longer works.'));
  await sees(row.getByText('Revoked'));
  await expect(client.integrations.list.query()).rejects.toMatchObject({ code: 'unauthenticated' });
});
