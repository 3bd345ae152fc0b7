import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { type Founder, journey } from '../harness/journey.ts';
import { tabTo } from '../harness/keyboard.ts';
import { mailOf, someMailServer } from '../harness/mail.ts';
import { join } from '../harness/members.ts';
import { somebody } from '../harness/people.ts';
import { awake, gone, hasFocus, isAt, sees, wordsOf } from '../harness/sight.ts';

/** Connects a mail server and answers its domain. */
async function connectMail({ context, base }: Founder): Promise<string> {
  const settings = mailOf(someMailServer());
  await configured(context, `${base}/integrations/mailcow`, settings);
  return settings.domain;
}

/** Types the name that the dialog asks for and confirms. */
async function confirmTyped(page: Page, name: string, button: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: `Remove ${name}?` });
  await dialog.getByRole('button', { name: button }).click();
  await sees(dialog);
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await dialog.getByRole('button', { name: button }).click();
}

journey('a member has a mailbox, and an admin suspends it', async ({ visits }) => {
  const owner = await visits.founder('Mail Room');
  const domain = await connectMail(owner);
  const guest = await visits.stranger();
  const person = somebody('Noor Haddad');
  await join(owner.context, owner.base, guest.context, person);
  const { page } = guest;
  const address = `noor@${domain}`;

  await page.goto(owner.base);
  await awake(page);
  await page.getByRole('link', { name: 'My accounts' }).click();
  await isAt(page, `${owner.base}/my-accounts`);
  await awake(page);
  await page.getByLabel('Mailbox').fill('reception');
  guest.faults.expect(/^409 POST .*accounts\.create/);
  await page.getByRole('button', { name: 'Create mailbox' }).click();
  await sees(page.getByText(/taken/));
  await page.getByLabel('Mailbox').first().fill('noor');
  await page.getByRole('button', { name: 'Create mailbox' }).click();
  const secret = page.getByRole('region', { name: `Password of ${address}` });
  await sees(secret);
  await hasFocus(secret);
  const password = await wordsOf(secret.locator('code'));
  expect(password.length).toBeGreaterThan(7);
  await sees(page.getByText('Active', { exact: true }));
  await sees(page.getByText('Incoming mail (IMAP)'));
  await page.reload();
  await awake(page);
  await sees(page.getByText('Active', { exact: true }));
  expect(await page.content()).not.toContain(password);

  await owner.page.goto(`${owner.base}/accounts`);
  await awake(owner.page);
  await owner.page
    .getByRole('link', { name: new RegExp(`^NH Noor Haddad|${person.email}`) })
    .click();
  const drawer = owner.page.getByRole('dialog', { name: 'Noor Haddad' });
  await drawer.getByRole('button', { name: 'Suspend' }).click();
  await drawer
    .getByRole('dialog', { name: `Suspend ${address}?` })
    .getByRole('button', { name: 'Suspend mailbox' })
    .click();
  await sees(drawer.getByText('Suspended', { exact: true }));
  // The member's page hears of it by itself.
  await sees(page.getByText('only an admin can resume it'));
  expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0);

  await drawer.getByRole('button', { name: 'Resume' }).click();
  await drawer.getByRole('button', { name: 'Resume mailbox' }).click();
  await sees(page.getByText('Active', { exact: true }));
  await page.getByRole('button', { name: 'Remove' }).click();
  await confirmTyped(page, address, 'Remove mailbox');
  await sees(page.getByText('No account'));
  await sees(page.getByText(`${address} is removed.`));
});

journey('many people get mailboxes after a plan', async ({ visits }) => {
  const owner = await visits.founder('Whole Crew');
  await connectMail(owner);
  for (const name of ['Ann Abbott', 'Bob Baker', 'Cleo Cruz']) {
    const { context } = await visits.stranger();
    await join(owner.context, owner.base, context, somebody(name));
  }
  const { page, base } = owner;
  const grid = `${base}/accounts`;
  await page.goto(grid);
  await awake(page);
  await page.getByLabel('Choose everybody on this page').check();
  await sees(page.getByText('4 chosen'));
  await page.getByRole('button', { name: 'Show plan' }).click();
  await sees(page.getByRole('heading', { name: 'Create 4 mailboxes at Mailcow' }));
  await page.getByRole('button', { name: 'Create 4 mailboxes' }).click();
  await isAt(page, /\/bulks\/[\w-]+$/);
  await sees(page.getByText('All 4 done'));
  await page.reload();
  await sees(page.getByText('All 4 done'));

  await page.goto(grid);
  await awake(page);
  await expect
    .poll(() => page.getByRole('table').getByText('Active', { exact: true }).count())
    .toBe(4);
  await page.getByLabel('Choose Ann Abbott').check();
  await page.getByLabel('Choose Bob Baker').check();
  await page.getByLabel('Change', { exact: true }).selectOption('suspend');
  await page.getByRole('button', { name: 'Show plan' }).click();
  await page.getByLabel('Reason').fill('On leave');
  await page.getByRole('button', { name: 'Suspend 2 mailboxes' }).click();
  await sees(page.getByText('All 2 done'));

  await page.goto(`${grid}?state=suspended`);
  await awake(page);
  expect(await page.getByLabel(/^Choose (Ann|Bob)/).count()).toBe(2);
  expect(await page.getByLabel(/^Choose Cleo/).count()).toBe(0);
  await page.getByLabel('Choose everybody on this page').check();
  await page.getByLabel('Change', { exact: true }).selectOption('remove');
  await page.getByRole('button', { name: 'Show plan' }).click();
  await page.getByRole('button', { name: 'Remove 2 mailboxes' }).click();
  await sees(page.getByRole('heading', { name: 'Remove 2 mailboxes at Mailcow' }));
  await page.getByLabel('Type 2 to confirm').fill('2');
  await page.getByRole('button', { name: 'Remove 2 mailboxes' }).click();
  await sees(page.getByText('All 2 done'));
  await page.getByRole('link', { name: 'Bulk changes' }).click();
  await sees(page.getByRole('link', { name: 'Remove 2 accounts' }));
});

journey('an account that was found outside is given to its person', async ({ visits }) => {
  const owner = await visits.founder('Found Outside');
  const domain = await connectMail(owner);
  const { page, base } = owner;
  const address = `reception@${domain}`;
  await page.goto(`${base}/accounts/drift`);
  await awake(page);
  await page.getByRole('button', { name: 'Compare now' }).click();
  await page.getByRole('link', { name: `Adopt ${address}` }).click();
  const dialog = page.getByRole('dialog', { name: `Whose is ${address}?` });
  const { name, email } = owner.person;
  await dialog.getByLabel('Person').selectOption({ label: `${name} (${email})` });
  await dialog.getByRole('button', { name: 'Adopt account' }).click();
  await sees(page.getByText('Adopted.'));
  await gone(page.getByRole('link', { name: `Adopt ${address}` }));

  const helpdesk = `old-helpdesk@${domain}`;
  await page.getByRole('button', { name: `Ignore ${helpdesk}` }).click();
  const ignoring = page.getByRole('dialog', { name: `Ignore ${helpdesk}?` });
  await ignoring.getByLabel('Why').fill('Kept for the archive');
  await ignoring.getByRole('button', { name: 'Ignore it' }).click();
  await sees(page.getByText('Ignored. It stays'));
  await page.goto(`${base}/accounts/drift?state=ignored`);
  await sees(page.getByText('“Kept for the archive”'));

  await page.goto(`${base}/my-accounts`);
  await sees(page.getByText(address).first());
  await sees(page.getByText('Active', { exact: true }));
  await page.goto(`${base}/integrations/mailcow/accounts`);
  await sees(page.getByRole('heading', { name: 'Accounts of people' }));
});

journey('the grid is walked with the keyboard', async ({ visits }) => {
  const owner = await visits.founder('By Keys');
  const domain = await connectMail(owner);
  const { context } = await visits.stranger();
  await join(owner.context, owner.base, context, somebody('Zoe Zuse'));
  const { page, base } = owner;
  await page.goto(`${base}/accounts`);
  await awake(page);
  const zoe = page.getByRole('row', { name: /Zoe Zuse/ });
  const robin = page.getByRole('row', { name: /Robin Rivers/ });
  await tabTo(page, robin.getByRole('link').first());
  await page.keyboard.press('ArrowRight');
  await hasFocus(robin.getByRole('link').nth(1));
  await page.keyboard.press('ArrowDown');
  await hasFocus(zoe.getByRole('link').nth(1));
  await page.keyboard.press('Space');
  await sees(page.getByText('1 chosen'));
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Zoe Zuse' });
  await sees(drawer);
  await drawer.getByText('Create mailbox for Zoe Zuse').press('Enter');
  await drawer.getByLabel('Mailbox').first().fill('zoe');
  // An arrow belongs to the field, not to the drawer's neighbours.
  await page.keyboard.press('ArrowLeft');
  await sees(drawer);
  await page.keyboard.press('Enter');
  await sees(drawer.getByText(`zoe@${domain}`).first());
  await page.keyboard.press('Escape');
  await isAt(page, `${base}/accounts`);
  await hasFocus(zoe.getByRole('link').first());
});

journey('a mailbox is made on a phone and goes without script', async ({ visits }) => {
  const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
  const owner = await visits.founder('In the Pocket', phone);
  const domain = await connectMail(owner);
  const { page, base } = owner;
  await page.goto(`${base}/my-accounts`);
  await awake(page);
  await page.getByLabel('Mailbox').fill('pocket');
  await page.getByRole('button', { name: 'Create mailbox' }).tap();
  await sees(page.getByText('Save this password now.'));
  for (const name of ['Reset password', 'Suspend', 'Remove']) {
    const box = await page.getByRole('button', { name, exact: true }).boundingBox();
    expect({ name, large: (box?.height ?? 0) >= 40 }).toEqual({ name, large: true });
  }

  const still = await visits.stranger({ javaScriptEnabled: false });
  // The browser reports what it skips when script is off.
  still.faults.expect(/^csp GET \/assets\//);
  await still.context.addCookies(await owner.context.cookies());
  await still.page.goto(`${base}/my-accounts`);
  await still.page.getByRole('button', { name: 'Reset password' }).click();
  await still.page.getByRole('dialog').getByRole('button', { name: 'Reset password' }).click();
  await sees(still.page.getByText('Save this password now.'));
  await still.page.goto(`${base}/my-accounts`);
  await still.page.getByRole('button', { name: 'Remove' }).click();
  const dialog = still.page.getByRole('dialog');
  await dialog.getByLabel(`Type pocket@${domain} to confirm`).fill(`pocket@${domain}`);
  await dialog.getByRole('button', { name: 'Remove mailbox' }).click();
  await sees(still.page.getByText('No account'));
  await still.page.getByRole('button', { name: 'Create mailbox' }).click();
  await sees(still.page.getByText('Save this password now.'));
});
