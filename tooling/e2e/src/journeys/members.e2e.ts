import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { somebody } from '../harness/people.ts';
import { awake, isAt, sees, wordsOf } from '../harness/sight.ts';

async function changeRole(page: Page, base: string, name: string, role: string) {
  await page.goto(`${base}/settings/members`);
  await awake(page);
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('link', { name: 'Change role' }).click();
  await page.getByRole('radio', { name: new RegExp(`^${role}`) }).check();
  await page.getByRole('button', { name: 'Change role' }).click();
}

journey('an invited admin joins, is demoted and is removed', async ({ visits }) => {
  const owner = await visits.founder('Night Shift');
  const { base } = owner;
  const guest = await visits.stranger();
  const person = somebody('Noor Haddad');
  await configured(owner.context, `${base}/integrations/syncro`, {
    subdomain: 'demo',
    apiToken: 'sandbox-syncro-4',
  });

  await owner.page.goto(`${base}/settings/members`);
  await awake(owner.page);
  await owner.page.getByRole('link', { name: 'Invite person' }).click();
  await owner.page.getByLabel('E-mail').fill(person.email);
  await owner.page.getByRole('radio', { name: /^Admin/ }).check();
  await owner.page.getByRole('button', { name: /^(Create|Invite|Make)/ }).click();
  await sees(owner.page.getByText(`Pass this link to ${person.email}`));
  const link = await wordsOf(owner.page.getByRole('dialog').locator('code'));

  await guest.page.goto(link);
  await sees(guest.page.getByRole('heading', { name: 'Join Night Shift' }));
  await guest.page.getByLabel('Name').fill(person.name);
  await guest.page.getByLabel('Password', { exact: true }).fill(person.password);
  await guest.page.getByRole('button', { name: 'Create account' }).click();
  await guest.page.getByRole('button', { name: `Join as ${person.name}` }).click();
  await isAt(guest.page, base);

  const syncro = `${base}/integrations/syncro`;
  await guest.page.goto(syncro);
  await awake(guest.page);
  const pause = guest.page.getByRole('button', { name: 'Pause', exact: true });
  await sees(pause);

  // The page that is open still has the button; what it does is decided when it is pressed.
  guest.faults.expect(/ERR_INTERNET_DISCONNECTED/);
  await guest.context.route('**/api/trpc/**', (route) => route.abort('internetdisconnected'));
  await guest.page.reload();
  await sees(guest.page.getByRole('banner').getByText('Paused', { exact: true }));
  await changeRole(owner.page, base, person.name, 'Member');
  await sees(owner.page.getByText(`${person.name} is now member.`));
  await pause.click();
  await sees(
    guest.page
      .getByRole('status')
      .filter({ hasText: /owner or admin|may not|not allowed|permission/i }),
  );
  await guest.context.unroute('**/api/trpc/**');
  await guest.page.goto(syncro);
  await sees(guest.page.getByText('Active', { exact: true }));
  expect(await pause.count()).toBe(0);
  await guest.page.goto(`${syncro}/configuration`);
  await sees(guest.page.getByText('up to owners and admins'));
  expect(await guest.page.getByRole('textbox').count()).toBe(0);
  expect(await guest.page.getByRole('link', { name: 'API keys' }).count()).toBe(0);

  await owner.page.goto(`${base}/settings/members`);
  await awake(owner.page);
  await owner.page.getByRole('button', { name: `Actions for ${person.name}` }).click();
  await owner.page.getByRole('link', { name: 'Remove from organization' }).click();
  await owner.page.getByRole('button', { name: `Remove ${person.name}` }).click();
  await sees(owner.page.getByText(`${person.name} was removed from Night Shift.`));
  guest.faults.expect(/^404 GET \/o\//);
  await guest.page.goto(syncro);
  await sees(guest.page.getByText('There is nothing at this address'));
});

journey('the last owner stays', async ({ visits }) => {
  const { page, base, person, faults } = await visits.founder('One Owner');
  faults.expect(/^409 POST .*role/);
  await changeRole(page, base, person.name, 'Admin');
  await sees(page.getByRole('dialog').getByText(/needs an owner|last owner/i));
  await page.goto(`${base}/settings/members`);
  await sees(page.getByRole('cell', { name: 'Owner', exact: true }));
});
