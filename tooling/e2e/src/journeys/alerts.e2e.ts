import { expect, inject, vi } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { post } from '../harness/people.ts';
import { startReceiver } from '../harness/receiver.ts';
import { breakCalls, sandboxOf } from '../harness/sandbox.ts';
import { awake, gone, sees } from '../harness/sight.ts';

const soon = { timeout: 20_000, interval: 100 };

journey(
  'an integration that breaks is an alert that reaches people, until it works again',
  async ({ visits }) => {
    const { page, context, base } = await visits.founder('Night Watch');
    const token = 'sandbox-syncro-61';
    await using receiver = await startReceiver(inject('ports').alerts);
    await configured(context, `${base}/integrations/syncro`, {
      subdomain: 'demo',
      apiToken: token,
    });
    const kinds = () => receiver.received.map(({ body }) => JSON.parse(body).type);

    await page.goto(`${base}/alerts`);
    await awake(page);
    await sees(page.getByText('Nothing is wrong'));
    await page.getByRole('link', { name: 'Add a channel' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('link', { name: /^Webhook/ }).click();
    await dialog.getByLabel('Name').fill('Pager');
    await dialog.getByLabel('Address').fill(receiver.url);
    await dialog.getByRole('button', { name: 'Add channel' }).click();
    await sees(page.getByText(/^whsec_/));
    await page.getByRole('link', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Send test to Pager' }).click();
    await vi.waitFor(() => expect(kinds()).toEqual(['alert.test']), soon);
    await sees(page.getByRole('row', { name: /Pager/ }).getByText('Works'));

    const sandbox = await sandboxOf(context, base, 'syncro');
    const mend = await breakCalls(sandbox, token, '500');
    const test = () =>
      post(context, `${inject('product').url}${base}/integrations/syncro/test`, {});
    try {
      await test();
      await test();
      await page.getByRole('link', { name: 'Open', exact: true }).click();
      await sees(page.getByText('Nothing is wrong'));
      await test();
      await sees(page.getByRole('link', { name: 'The provider answers with errors.' }));
      await sees(page.getByRole('link', { name: 'Alerts 1 waiting' }));
      await vi.waitFor(() => expect(kinds()).toContain('alert.opened'), soon);
    } finally {
      await mend();
    }

    await page.getByRole('link', { name: 'The provider answers with errors.' }).click();
    const drawer = page.getByRole('dialog');
    await sees(drawer.getByText('to Pager'));
    await drawer.getByRole('button', { name: 'Acknowledge' }).click();
    await sees(drawer.getByText(/by Robin Rivers/));
    await page.keyboard.press('Escape');
    await gone(drawer);

    await test();
    await sees(page.getByText('Taken on by Robin Rivers'));
    await test();
    await sees(page.getByText('Nothing is wrong'));
    await vi.waitFor(
      () => expect(kinds()).toEqual(['alert.test', 'alert.opened', 'alert.closed']),
      soon,
    );
    await page.getByRole('link', { name: 'History' }).click();
    await sees(page.getByText('Resolved'));
  },
  90_000,
);

journey('alerts are kept quiet in a planned time', async ({ visits }) => {
  const { page, base } = await visits.founder('Quiet Hours');
  await page.goto(`${base}/alerts/maintenance`);
  await awake(page);
  await page.getByRole('link', { name: 'Plan maintenance' }).click();
  await page.getByLabel('What for').fill('Database move');
  await page.getByLabel('Sat').check();
  await page.getByRole('button', { name: 'Plan maintenance' }).click();
  const row = page.getByRole('row', { name: /Database move/ });
  await sees(row.getByText('Sat at 22:00 for 1 h (UTC)'));
  await row.getByRole('link', { name: 'End Database move' }).click();
  await page.getByRole('button', { name: 'End maintenance' }).click();
  await sees(page.getByText('No maintenance is planned'));
});
