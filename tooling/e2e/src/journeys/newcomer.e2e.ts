import { expect, inject } from 'vitest';
import { journey } from '../harness/journey.ts';
import { awake, hasFocus, isAt, sees } from '../harness/sight.ts';

journey(
  'a newcomer signs in with what npm start printed and finds their way',
  async ({ visits }) => {
    const { email, password } = inject('product');
    const { page } = await visits.stranger();

    await page.goto('/');
    await isAt(page, /^\/sign-in/);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await isAt(page, '/o/acme');

    await page.getByRole('link', { name: 'Integrations', exact: true }).click();
    const card = (name: string) => page.getByRole('article').filter({ hasText: name });
    await sees(card('Syncro').getByText('Active'));
    await sees(card('MSP360').getByText('Active'));
    await sees(page.getByText('go to the sandbox on this machine'));

    await page.getByRole('link', { name: /^Backup/ }).click();
    await isAt(page, '/o/acme/integrations?category=backup');
    await sees(page.getByText(/^1 of \d+ integrations/));
    expect(await page.getByRole('article').count()).toBe(1);

    await page.reload();
    await sees(page.getByText(/^1 of \d+ integrations/));
    await page.getByRole('link', { name: /^All/ }).click();
    await page.getByLabel('Status').selectOption('available');
    await isAt(page, '/o/acme/integrations?status=available');
    await sees(page.getByRole('heading', { name: 'Available' }));
    expect(await page.getByRole('heading', { name: 'Connected' }).count()).toBe(0);
    await page.getByLabel('Status').selectOption('');

    await awake(page);
    await page.locator('h1').click();
    await page.keyboard.press('/');
    await hasFocus(page.getByRole('searchbox'));
    await page.keyboard.type('sync');
    await isAt(page, '/o/acme/integrations?q=sync');
    await sees(page.getByText(/^1 of \d+ integrations/));

    await card('Syncro').getByRole('link').click();
    await isAt(page, '/o/acme/integrations/syncro');
    await sees(page.getByRole('heading', { name: 'Syncro', level: 1 }));
    await page.goBack();
    await sees(page.getByRole('heading', { name: 'Integrations', level: 1 }));
    await isAt(page, '/o/acme/integrations?q=sync');
    await sees(page.getByText(/^1 of \d+ integrations/));
    expect(await page.getByRole('searchbox').inputValue()).toBe('sync');
    expect(await page.getByRole('article').count()).toBe(1);
  },
);
