import type { Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { tabTo } from '../harness/keyboard.ts';
import { found } from '../harness/people.ts';
import { awake, gone, hasFocus, isAt, sees } from '../harness/sight.ts';

const enter = (page: Page) => page.keyboard.press('Enter');

journey('from signing in to repair, with the keyboard alone', async ({ visits }) => {
  const product = inject('product');
  const { page, context } = await visits.stranger();
  await page.goto('/sign-in');
  await hasFocus(page.getByLabel('E-mail'));
  await page.keyboard.type(product.email);
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type(product.password);
  await enter(page);
  await isAt(page, /^\/o\//);

  const base = await found(context, product, 'Ten Fingers');
  const here = `${base}/integrations/syncro`;
  await configured(context, here, { subdomain: 'demo', apiToken: 'sandbox-syncro-7' });
  await page.goto(`${base}/integrations`);
  await awake(page);
  await tabTo(page, page.getByRole('link', { name: 'Skip to content' }));
  await enter(page);
  await hasFocus(page.getByRole('main'));
  await tabTo(page, page.getByRole('article').getByRole('link', { name: 'Syncro' }));
  await enter(page);
  await isAt(page, here);

  await tabTo(page, page.getByRole('button', { name: 'Test connection' }));
  await enter(page);
  await sees(page.getByText(/^Passed/));
  await tabTo(page, page.getByRole('button', { name: 'Pause', exact: true }));
  await enter(page);
  await sees(page.getByRole('button', { name: 'Resume' }));

  const more = page.getByRole('button', { name: 'More for Syncro' });
  await tabTo(page, more);
  await enter(page);
  await tabTo(page, page.getByRole('link', { name: 'Remove' }));
  await enter(page);
  const dialog = page.getByRole('dialog', { name: 'Remove Syncro?' });
  await sees(dialog);
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press('Tab');
    // Between its last and first element the browser's own controls may have the keyboard, the page behind never.
    const place = await dialog.evaluate(
      (element) =>
        document.activeElement === document.body || element.contains(document.activeElement),
    );
    expect(place).toBe(true);
  }
  await page.keyboard.press('Escape');
  await gone(dialog);
  await hasFocus(more);

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await sees(palette);
  await hasFocus(palette.getByLabel('Go to'));
  await page.keyboard.press('Escape');
  await gone(palette);
  await hasFocus(more);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('members');
  await sees(palette.getByRole('option', { name: /Members/ }));
  await enter(page);
  await isAt(page, `${base}/settings/members`);
});
