import '../testing/browser.ts';
import { demo } from '@patchbay/sandbox';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { IntegrationAccount } from '../account/account-types.ts';
import { type AccountsWorld, openAccountsWorld, type Tab } from '../testing/world.tsx';
import { IntegrationManagement } from './integration-management.tsx';

let world: AccountsWorld;
beforeAll(async () => {
  world = await openAccountsWorld();
});
afterEach(cleanup);
afterAll(() => world.close());

type Mailbox = IntegrationAccount & { details: { quotaMiB: number } };

const show = (tab: Tab, integrationId = 'mailcow') =>
  render(
    <IntegrationManagement<Mailbox>
      integrationId={integrationId}
      title="Mail"
      description="A mailbox of your own"
      createLabel="Create mailbox"
      createInputLabel="Address"
      createInputPlaceholder="ann"
      createInputHelp="Before the @."
      createInputToPayload={(value) => (value.trim() ? { identifier: value.trim() } : {})}
      renderAccountDetails={({ details }) => <p>Holds {details.quotaMiB} MiB</p>}
    />,
    { wrapper: tab.wrapper },
  );

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const enter = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

it('loads, then offers to create', async () => {
  show(await world.member());
  expect(screen.getByRole('status', { name: 'Loading' })).toBeDefined();
  await screen.findByText('No account');
  expect(screen.getByLabelText('Address').getAttribute('placeholder')).toBe('ann');
  expect(screen.getByText('Before the @.')).toBeDefined();
});

it('creates an account, shows its password once and then no more', async () => {
  const tab = await world.member();
  show(tab);
  await screen.findByText('No account');
  enter('Address', 'shown-once');
  press('Create mailbox');
  const box = await screen.findByRole('region', { name: 'Password of shown-once@acme.example' });
  const secret = within(box).getByText(/^\S{8,}$/).textContent ?? '';
  await screen.findByText('Active');
  expect(screen.getByText(/^Holds \d+ MiB$/)).toBeDefined();
  expect(tab.notices).toEqual(['shown-once@acme.example is ready.']);
  expect(document.activeElement).toBe(box);
  press('I have saved it');
  await waitFor(() => expect(document.body.innerHTML).not.toContain(secret));
});

it('says at the field that a name is taken, and opens the way to prove that it is yours', async () => {
  show(await world.member());
  await screen.findByText('No account');
  enter('Address', 'reception');
  press('Create mailbox');
  await screen.findByText(/taken/);
  expect(screen.getByLabelText('Address').getAttribute('aria-invalid')).toBe('true');
});

it('removes only after the name was typed, and is empty afterwards', async () => {
  const tab = await world.member();
  await tab.server.accounts.create.mutate({ provider: 'mailcow', identifier: 'goes' });
  show(tab);
  await screen.findByText('Active');
  press('Remove');
  const dialog = within(screen.getByRole('dialog', { name: 'Remove goes@acme.example?' }));
  expect(dialog.getByText(/Deletes the mailbox with all its mail/)).toBeDefined();
  fireEvent.click(dialog.getByRole('button', { name: 'Remove mailbox' }));
  expect(tab.line.asked.filter((asked) => asked.includes('remove'))).toEqual([]);
  fireEvent.change(dialog.getByLabelText('Type goes@acme.example to confirm'), {
    target: { value: 'goes@acme.example' },
  });
  fireEvent.click(dialog.getByRole('button', { name: 'Remove mailbox' }));
  await screen.findByText('No account');
  expect(tab.notices).toEqual(['goes@acme.example is removed.']);
});

it('shows the password that came with trying again, once', async () => {
  const tab = await world.member();
  const { apiKey } = demo.settings.mailcow;
  world.sandbox.setFault(apiKey, { fault: '500' });
  await tab.server.accounts.create.mutate({ provider: 'mailcow', identifier: 'second-try' });
  world.sandbox.clearFaults(apiKey);
  show(tab);
  await screen.findByText('Retrying');
  press('Try again now');
  const box = await screen.findByRole('region', { name: 'Password of second-try@acme.example' });
  const secret = within(box).getByText(/^\S{8,}$/).textContent ?? '';
  await screen.findByText('Active');
  press('I have saved it');
  await waitFor(() => expect(document.body.innerHTML).not.toContain(secret));
});

it('says what an admin suspended and offers no way around it', async () => {
  const tab = await world.member();
  const made = await tab.server.accounts.create.mutate({
    provider: 'mailcow',
    identifier: 'stopped',
  });
  const accountId = made.account?.id ?? '';
  const change = { provider: 'mailcow', accountId, status: 'suspended' as const };
  await world.acme.owner.client.accounts.update.mutate(change);
  show(tab);
  await screen.findByText('Suspended');
  expect(screen.getByText(/An admin of this organization suspended it/)).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
});

it('says that it could not be loaded and loads when asked again', async () => {
  const tab = await world.member();
  tab.line.cut = true;
  show(tab);
  await screen.findByText('This could not be loaded');
  expect(screen.getByText(/The server did not answer/)).toBeDefined();
  tab.line.cut = false;
  press('Try again');
  await screen.findByText('No account');
});

it('says that a system gives out no accounts', async () => {
  show(await world.member(), 'syncro');
  await screen.findByText('Not offered here');
});

it('tells a refusal with the request it came from, and leaves the dialog open', async () => {
  const tab = await world.member();
  await tab.server.accounts.create.mutate({ provider: 'mailcow', identifier: 'cut-off' });
  show(tab);
  await screen.findByText('Active');
  tab.line.cut = true;
  press('Suspend');
  const dialog = screen.getByRole('dialog', { name: 'Suspend cut-off@acme.example?' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Suspend mailbox' }));
  await waitFor(() =>
    expect(tab.notices).toEqual(['The server did not answer. Check the connection and try again.']),
  );
  expect(dialog.hasAttribute('open')).toBe(true);
});

it('keeps showing an account whose system is paused, and offers nothing that would be refused', async () => {
  const tab = await world.member();
  await tab.server.accounts.create.mutate({ provider: 'mailcow', identifier: 'asleep' });
  const { toggle } = world.acme.owner.client.integrations;
  await toggle.mutate({ provider: 'mailcow' });
  show(tab);
  await screen.findByText('Active');
  await screen.findByText(/paused/);
  expect(screen.getByText('asleep@acme.example')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull();
  await toggle.mutate({ provider: 'mailcow' });
});
