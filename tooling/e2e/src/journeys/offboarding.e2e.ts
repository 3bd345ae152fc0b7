import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { joins, rest } from '../harness/leavers.ts';
import { mailOf, someMailServer } from '../harness/mail.ts';
import { awake, isAt, sees } from '../harness/sight.ts';

journey(
  'a member is offboarded, and the report proves what became of the mailbox',
  async ({ visits }) => {
    const owner = await visits.founder('Leaving Home');
    const { base, page } = owner;
    const number = someMailServer();
    await configured(owner.context, `${base}/integrations/mailcow`, mailOf(number));
    const guest = await visits.stranger();
    const person = await joins(owner, guest, 'Nils Lund');
    const mailbox = `nils@tenant-${number}.example`;
    const path = '/integrations/mailcow/accounts';
    const made = await rest(guest, base, {
      method: 'POST',
      path,
      body: { identifier: 'nils' },
    });
    expect(made).toMatchObject({ account: { identifier: mailbox, status: 'active' } });

    await page.goto(`${base}/settings/members`);
    await awake(page);
    await page.getByRole('button', { name: `Actions for ${person.name}` }).click();
    await page.getByRole('link', { name: 'Remove from organization' }).click();
    await sees(page.getByRole('heading', { name: `Offboard ${person.name}` }));
    await sees(page.getByText(mailbox));
    await sees(page.getByText('Deleted; the name becomes free'));

    owner.faults.expect(/^400 POST .*offboard/);
    await page.getByLabel('Reason').fill('Moved on');
    await page.getByLabel(/^Enter “/).fill('Somebody else');
    await page.getByRole('button', { name: `Remove ${person.name}` }).click();
    await sees(page.getByText(`Enter the name as it stands: ${person.name}`));
    await page.getByLabel(/^Enter “/).fill(person.name);
    await page.getByRole('button', { name: `Remove ${person.name}` }).click();

    await isAt(page, new RegExp(`^${base}/offboardings/[0-9a-f-]{36}$`));
    await sees(page.getByText('1 of 1 account settled'));
    await sees(page.getByRole('cell', { name: /Deleted/ }));
    guest.faults.expect(/^404 GET \/o\//);
    await guest.page.goto(`${base}/my-accounts`);
    await sees(guest.page.getByText('There is nothing at this address'));

    const json = await owner.context.request.get(`${page.url()}/evidence/json`);
    const text = await json.text();
    expect(JSON.parse(text)).toMatchObject({
      content: {
        organization: 'Leaving Home',
        report: { reason: 'Moved on', removals: [{ identifier: mailbox, state: 'deleted' }] },
      },
    });
    const digest = createHash('sha256').update(text).digest('base64');
    expect(json.headers()['repr-digest']).toBe(`sha-256=:${digest}:`);
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Evidence as CSV' }).click(),
    ]);
    expect(csv.suggestedFilename()).toMatch(/^offboarding-.*\.csv$/);

    // Nobody has the name any more, so somebody else gets it.
    const again = await rest(owner, base, {
      method: 'POST',
      path,
      body: { identifier: 'nils' },
    });
    expect(again).toMatchObject({ outcome: 'done', account: { identifier: mailbox } });
  },
);

journey('a person deletes themself with their password', async ({ visits }) => {
  const owner = await visits.founder('Staying');
  const { page, faults } = owner;
  await page.goto('/account/delete');
  await sees(page.getByText('last owner of Staying'));
  const guest = await visits.stranger();
  const person = await joins(owner, guest);
  guest.faults.expect(/^400 POST .*account.*delete/);
  await guest.page.goto('/account/delete');
  await awake(guest.page);
  await guest.page.getByLabel('Your password').fill('not my password');
  await guest.page.getByRole('button', { name: `Delete ${person.name}` }).click();
  await sees(guest.page.getByText('This is not your password.'));
  await guest.page.getByLabel('Your password').fill(person.password);
  await guest.page.getByRole('button', { name: `Delete ${person.name}` }).click();
  await sees(guest.page.getByText('Your account was deleted.'));
  guest.faults.expect(/^401 POST .*sign-in/);
  await guest.page.getByLabel('E-mail').fill(person.email);
  await guest.page.getByLabel('Password', { exact: true }).fill(person.password);
  await guest.page.getByRole('button', { name: 'Sign in' }).click();
  await sees(guest.page.getByText('is not right'));
  await page.goto(`${owner.base}/offboardings`);
  await sees(page.getByRole('link', { name: new RegExp(person.email) }));
  expect(faults.unexplained()).toEqual([]);
});
