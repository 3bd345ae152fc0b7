import { createHmac } from 'node:crypto';
import { expect, inject, vi } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { type Received, startReceiver } from '../harness/receiver.ts';
import { awake, gone, hasFocus, sees } from '../harness/sight.ts';
import { signedBySlack } from '../harness/webhooks.ts';

const soon = { timeout: 20_000, interval: 100 };

/** Whether a request carries the signature of a secret, as Standard Webhooks says. */
function isSigned(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const code = createHmac('sha256', key).update(signed).digest('base64');
  return String(headers['webhook-signature']).split(' ').includes(`v1,${code}`);
}

const slackEvent = (text: string) =>
  JSON.stringify({
    type: 'event_callback',
    event_id: `Ev${Buffer.from(text).toString('hex')}`,
    team_id: 'T00000008',
    event: { type: 'message', channel: 'C00000001', text },
  });

journey(
  'an event of Slack is verified, seen live, handed on signed, and replayed',
  async ({ visits }) => {
    const { page, context, base } = await visits.founder('Event Horizon');
    const signing = '0123456789abcdef0123456789abcdef';
    await using receiver = await startReceiver(inject('ports').events);
    await configured(context, `${base}/integrations/slack`, { botToken: 'xoxb-sandbox-8' });

    await page.goto(`${base}/webhooks`);
    await awake(page);
    await page.getByRole('link', { name: 'Add source' }).click();
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Slack/ })
      .click();
    await page.getByLabel('Signing secret').fill(signing);
    await page.getByRole('button', { name: 'Add source' }).click();
    await sees(page.getByRole('heading', { name: /^Slack/ }).first());
    const address = await page
      .getByText(/^https?:\/\/.*\/hooks\/slack\//)
      .first()
      .textContent();
    const send = (text: string, secret = signing) => {
      const body = slackEvent(text);
      return fetch(address ?? '', { method: 'POST', headers: signedBySlack(secret, body), body });
    };

    await page.getByRole('link', { name: 'Subscriptions' }).click();
    await page.getByRole('link', { name: 'Add subscription' }).click();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /^They are sent to it/ })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Ticket sync');
    await dialog.getByLabel('Address').fill(receiver.url);
    await dialog.getByRole('button', { name: 'Add subscription' }).click();
    const secret = await page.getByText(/^whsec_/).textContent();
    await page.getByRole('link', { name: 'Done' }).click();
    await sees(page.getByText('Nothing sent yet'));

    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await sees(page.getByText('No event has arrived yet'));
    expect((await send('hello')).status).toBe(200);
    const row = page.getByRole('link', { name: /^message/ });
    await sees(row);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), soon);
    const [first] = receiver.received;
    expect(first && isSigned(secret ?? '', first)).toBe(true);
    expect(first?.body).toBe(slackEvent('hello'));

    await row.focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await sees(drawer.getByText('Signature verified'));
    await sees(drawer.getByText('Delivered'));
    await drawer.getByRole('button', { name: 'Replay' }).click();
    await sees(page.getByText('The event is on its way again: 1 delivery.'));
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2), soon);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
    await page.keyboard.press('Escape');
    await gone(drawer);
    await hasFocus(row);

    expect((await send('hello')).status).toBe(200);
    expect((await send('forged', 'f'.repeat(32))).status).toBeGreaterThanOrEqual(401);
    await page.getByRole('link', { name: 'Sources' }).click();
    const source = page.getByRole('row', { name: /Slack/ });
    await sees(source.getByRole('cell', { name: '1', exact: true }).nth(2));
    await source.getByRole('link', { name: 'Slack' }).click();
    await sees(page.getByRole('heading', { name: 'Refused lately' }));
  },
  90_000,
);

journey('a custom verifier is tried before it is used', async ({ visits }) => {
  const { page, base } = await visits.founder('Odd Signatures');
  await page.goto(`${base}/webhooks/sources/new?sender=custom`);
  await awake(page);
  const body = '{"type":"ticket.created"}';
  const code = createHmac('sha256', 'a-shared-secret').update(body).digest('hex');
  await page.getByLabel('Secret', { exact: true }).fill('a-shared-secret');
  await page.getByLabel('What stands before it').fill('sha256=');
  await page.getByLabel('Headers').fill(`x-signature: sha256=${code}`);
  await page.getByLabel(/^Body/).fill(body);
  await sees(page.getByText('This request would be let in'));
  await sees(page.getByText('ticket.created').last());
  await page.getByLabel('Secret', { exact: true }).fill('another-secret');
  await sees(page.getByText('This request would be refused'));
  await page.getByLabel('Secret', { exact: true }).fill('a-shared-secret');
  await sees(page.getByText('This request would be let in'));
  await page.getByLabel('Name').fill('Ticket desk');
  await page.getByRole('button', { name: 'Add source' }).click();
  await sees(page.getByRole('heading', { name: /^Ticket desk/ }));
  await sees(page.getByText('Waiting for the first event'));
});
