import pg from 'pg';
import { expect, inject } from 'vitest';

/**
 * Skips the three days of waiting: as soon as the second attempt of the organization's one waiting delivery is on
 * record and its pause of minutes has begun, the next attempt is due, and the last. The product makes it itself.
 */
export async function comesToLastAttempt(base: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('database') });
  await client.connect();
  const skip = () =>
    client.query(
      `update webhook_deliveries d set attempts = 9, due_at = now()
       from webhook_subscriptions s join auth.organization o on o.id = s.organization_id
       where s.id = d.subscription_id and o.slug = $1 and d.state = 'queued' and d.attempts = 2`,
      [base.replace('/o/', '')],
    );
  try {
    await expect.poll(async () => (await skip()).rowCount, { timeout: 30_000 }).toBe(1);
  } finally {
    await client.end();
  }
}
