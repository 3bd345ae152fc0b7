import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { awake, gone, hasFocus, sees } from '../harness/sight.ts';

journey('operations are run from their forms, and changes ask first', async ({ visits }) => {
  const { page, context, base } = await visits.founder('Switchboard');
  const here = `${base}/integrations/syncro`;
  await configured(context, here, { subdomain: 'demo', apiToken: 'sandbox-syncro-1' });
  await page.goto(here);
  await awake(page);
  await page.getByRole('link', { name: 'Operations' }).click();
  await page.getByRole('link', { name: /^Customers/ }).click();
  await sees(page.getByText('Only reads'));
  await page.getByRole('button', { name: 'Customers' }).click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await sees(answer.getByText('"customers"'));

  await page.getByRole('link', { name: /^Open a ticket/ }).click();
  await sees(page.getByText('Changes data'));
  await gone(answer);
  await page.getByLabel('customerId').fill('1023');
  await page.getByLabel('subject').fill('The lights are out');
  await page.getByRole('button', { name: 'Open a ticket' }).click();
  const question = page.getByRole('alert').filter({ hasText: 'This changes data in Syncro' });
  await sees(question);
  const yes = question.getByRole('button', { name: 'Open a ticket' });
  await hasFocus(yes);
  await question.getByRole('button', { name: 'Not now' }).click();
  await page.getByRole('button', { name: 'Open a ticket' }).click();
  await yes.click();
  await sees(answer.getByText('The lights are out'));

  await page.getByRole('link', { name: 'Any request' }).click();
  await page.getByLabel('Endpoint').fill('https://elsewhere.example/x');
  await page.getByRole('button', { name: 'Send request' }).click();
  await sees(page.getByText('so that no credential leaves its host', { exact: false }));
  await page.getByLabel('Endpoint').fill('/tickets');
  await page.getByRole('button', { name: 'Send request' }).click();
  await sees(answer.getByText('200', { exact: true }));
  await sees(answer.getByText('Provider', { exact: true }));

  await page.getByRole('link', { name: 'Limits' }).click();
  await page.getByLabel('Calls over the limit').selectOption('observe');
  await page.getByLabel('Calls per minute').fill('60');
  await page.getByRole('button', { name: 'Save limit' }).click();
  await sees(page.getByText('60 a minute, only counted above'));
});
