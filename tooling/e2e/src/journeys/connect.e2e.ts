import { describe, expect } from 'vitest';
import { giveConsent, leavesForConsent } from '../harness/consent.ts';
import { journey } from '../harness/journey.ts';
import { awake, gone, isAt, sees } from '../harness/sight.ts';

const vendors = [
  ['reddit', 'Reddit'],
  ['notion', 'Notion'],
  ['linkedin', 'LinkedIn'],
  ['slack', 'Slack'],
  ['discord', 'Discord'],
] as const;

describe.each(vendors)('%s', (provider, name) => {
  journey('is connected through its consent page', async ({ visits }) => {
    const visitor = await visits.founder(`Callers of ${name}`);
    const { page, base } = visitor;
    const here = `${base}/integrations/${provider}`;
    leavesForConsent(visitor);
    await page.goto(here);
    await awake(page);
    await giveConsent(page);
    await isAt(page, new RegExp(`^${here}\\?connected=${provider}`));
    const banner = page.getByRole('status').filter({ hasText: `${name} is connected as ` });
    await sees(banner);
    const [, account = ''] =
      /connected as (.+?)Programs/.exec((await banner.textContent()) ?? '') ?? [];
    const connection = page.getByRole('region', { name: 'Connection' });
    await sees(connection.getByText('Connected', { exact: true }));
    await sees(connection.getByText(account.trim()));
    await page.getByRole('link', { name: 'Dismiss' }).click();
    await isAt(page, here);
    await gone(banner);
  });
});

journey('nothing changes when consent is denied', async ({ visits }) => {
  const visitor = await visits.founder('Second Thoughts');
  const { page, base } = visitor;
  leavesForConsent(visitor);
  await page.goto(`${base}/integrations/slack`);
  await awake(page);
  await giveConsent(page, { decision: 'Deny' });
  await sees(page.getByRole('alert').getByText('Consent was not given in Slack'));
  await sees(page.getByRole('button', { name: 'Connect Slack' }));
  expect(await page.getByRole('region', { name: 'Connection' }).count()).toBe(0);
});

journey('another account is taken over only when somebody says so', async ({ visits }) => {
  const visitor = await visits.founder('Two Hats');
  const { page, base } = visitor;
  leavesForConsent(visitor);
  await page.goto(`${base}/integrations/reddit`);
  await awake(page);
  await giveConsent(page);
  const connection = page.getByRole('region', { name: 'Connection' });
  const question = page.getByRole('region', { name: 'Another account' });

  await giveConsent(page, { button: 'Reconnect', account: 1 });
  await sees(question);
  await question.getByRole('button', { name: /^Keep / }).click();
  await sees(page.getByText('The other grant is ended.'));
  await gone(question);

  await giveConsent(page, { button: 'Reconnect', account: 1 });
  const take = question.getByRole('button', { name: /^Switch to / });
  const other = ((await take.textContent()) ?? '').replace('Switch to ', '');
  await take.click();
  await sees(page.getByText(`Reddit is connected as ${other} now.`));
  await gone(question);
  await sees(connection.getByText(other, { exact: true }));
});

journey('consent needs no script', async ({ visits }) => {
  const visitor = await visits.founder('Plain Wires', { javaScriptEnabled: false });
  const { page, base, faults } = visitor;
  leavesForConsent(visitor);
  faults.expect(/^csp GET \/assets\/.*\.js$/);
  await page.goto(`${base}/integrations/notion`);
  await page.getByRole('button', { name: 'Connect Notion' }).click();
  await page.getByRole('link', { name: 'Continue to Notion' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await sees(page.getByText(/^Notion is connected as /));
  await page.getByRole('link', { name: 'Disconnect' }).click();
  await page.getByRole('button', { name: 'Disconnect Notion' }).click();
  await sees(page.getByText('Notion confirmed that the tokens are revoked.'));
});
