import { giveConsent, leavesForConsent } from '../harness/consent.ts';
import { journey } from '../harness/journey.ts';
import { awake, gone, hasFocus, isAt, sees } from '../harness/sight.ts';

journey('a connection is ended at the provider and here', async ({ visits }) => {
  const visitor = await visits.founder('Loose Ends');
  const { page, base } = visitor;
  const here = `${base}/integrations/slack`;
  leavesForConsent(visitor);
  await page.goto(here);
  await awake(page);
  await giveConsent(page);
  const dialog = page.getByRole('dialog', { name: 'Disconnect Slack?' });
  const open = page.getByRole('link', { name: 'Disconnect' });

  await open.focus();
  await page.keyboard.press('Enter');
  await sees(dialog.getByText(/^The connection as .+ ends\./));
  await isAt(page, `${here}/disconnect`);
  await page.keyboard.press('Escape');
  await gone(dialog);
  await hasFocus(open);

  await open.click();
  await dialog.getByRole('button', { name: 'Disconnect Slack' }).click();
  await sees(page.getByText('Slack confirmed that the tokens are revoked.'));
  await isAt(page, here);
  await sees(page.getByRole('button', { name: 'Connect Slack' }));
  await sees(page.getByText('Not configured', { exact: true }));
});
