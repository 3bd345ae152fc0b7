import type { BrowserContext } from 'playwright-core';
import { expect, inject, vi } from 'vitest';
import { journey } from '../harness/journey.ts';
import { comesToLastAttempt } from '../harness/last-attempt.ts';
import { startReceiver } from '../harness/receiver.ts';
import { awake, gone, isAt, sees } from '../harness/sight.ts';
import { addressOf, addSource, signed, someSecret } from '../harness/webhooks.ts';

const soon = { timeout: 20_000, interval: 100 };

/** A source and a program that gets its events, past the pages; answers how to send one. */
async function wired(context: BrowserContext, base: string, receiver: string) {
  const { url } = inject('product');
  const secret = someSecret();
  const form = { provider: 'standard-webhooks', name: 'Billing', secret };
  const source = await addSource(context, `${url}${base}`, form);
  const answer = await context.request.post(`${url}${base}/webhooks/subscriptions/new?kind=push`, {
    form: { kind: 'push', name: 'Ticket sync', url: receiver },
    headers: { origin: url },
  });
  if (!answer.ok()) throw new Error(`No subscription was added: ${answer.status()}`);
  const address = await addressOf(context, `${url}${base}`, source);
  return async (type: string) => {
    const body = JSON.stringify({ type, data: {} });
    const { status } = await fetch(address, {
      method: 'POST',
      headers: signed(secret, body),
      body,
    });
    expect(status).toBeLessThan(300);
  };
}

journey('an event that was given up is tried again, another is discarded', async ({ visits }) => {
  const { page, context, base } = await visits.founder('Lost and Found');
  await using receiver = await startReceiver(inject('ports').events);
  const send = await wired(context, base, receiver.url);
  receiver.answer.status = 503;

  await page.goto(`${base}/webhooks/subscriptions`);
  await awake(page);
  await send('invoice.paid');
  await page.getByRole('link', { name: 'Ticket sync' }).click();
  await sees(page.getByText('Retrying'));
  await page.getByRole('link', { name: 'Dead letters' }).click();
  await sees(page.getByText('Nothing was given up'));
  await comesToLastAttempt(base);
  const paid = page.getByRole('row', { name: /invoice\.paid/ });
  await sees(paid.getByText('Given up'));
  await sees(paid.getByText('503'));
  await sees(page.getByRole('link', { name: 'Dead letters 1' }));
  expect(receiver.received).toHaveLength(3);

  receiver.answer.status = 204;
  await paid.getByRole('button', { name: /^Try again/ }).click();
  await sees(page.getByText('The event is on its way again.'));
  await sees(page.getByText('Nothing was given up'));
  await vi.waitFor(() => expect(receiver.received).toHaveLength(4), soon);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

  receiver.answer.status = 503;
  await send('invoice.void');
  await comesToLastAttempt(base);
  const lost = page.getByRole('row', { name: /invoice\.void/ });
  await lost.getByRole('link', { name: /^Discard/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Discard this event?' });
  await dialog.getByRole('button', { name: 'Discard event' }).click();
  await isAt(page, `${base}/webhooks/dead-letters`);
  await gone(dialog);
  await sees(page.getByText('Nothing was given up'));
  await page.getByRole('link', { name: 'Subscriptions' }).click();
  await page.getByRole('link', { name: 'Ticket sync' }).click();
  await sees(page.getByText('Discarded', { exact: true }));
  await sees(page.getByText('Delivered', { exact: true }));
  expect(receiver.received).toHaveLength(7);
});
