import '../testing/browser.ts';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { failureOf } from '../failure.ts';
import { queryKeys } from '../keys.ts';
import { type AccountsWorld, openAccountsWorld, type Tab } from '../testing/world.tsx';
import {
  useCreateIntegrationAccount,
  useDeleteIntegrationAccount,
  useResetIntegrationAccountSecret,
  useUpdateIntegrationAccount,
} from './use-account-mutations.ts';
import { useIntegrationAccount, useIntegrationAccountById } from './use-integration-account.ts';
import { useIntegrations } from './use-integrations.ts';

let world: AccountsWorld;
beforeAll(async () => {
  world = await openAccountsWorld();
});
afterEach(cleanup);
afterAll(() => world.close());

const provider = 'mailcow';

/** Everything that a page about one's mailbox uses, on one cache. */
function openPage({ wrapper }: Tab) {
  const { result, unmount } = renderHook(
    () => ({
      systems: useIntegrations(),
      own: useIntegrationAccount(provider),
      create: useCreateIntegrationAccount(provider),
      update: useUpdateIntegrationAccount(provider),
      remove: useDeleteIntegrationAccount(provider),
      reset: useResetIntegrationAccountSecret(provider),
    }),
    { wrapper },
  );
  return { page: () => result.current, unmount };
}

async function withMailbox(name: string) {
  const tab = await world.member();
  const { account } = await tab.server.accounts.create.mutate({ provider, identifier: name });
  const { page, unmount } = openPage(tab);
  await waitFor(() => expect(page().own.data?.status).toBe('active'));
  return { tab, page, unmount, id: account?.id ?? '' };
}

it('knows the systems, and nothing of an account that is not there', async () => {
  const { page } = openPage(await world.member());
  await waitFor(() => expect(page().own.data).toBeNull());
  const mail = page().systems.data?.find((system) => system.provider === provider);
  expect(mail).toMatchObject({ name: 'Mailcow', available: true, account: null });
});

it('shows a new account everywhere and answers its secret once', async () => {
  const tab = await world.member();
  const { page } = openPage(tab);
  await waitFor(() => expect(page().systems.isSuccess).toBe(true));
  const answer = await act(() => page().create.mutateAsync({ identifier: 'everywhere' }));
  expect(answer).toMatchObject({ outcome: 'done', secret: expect.stringMatching(/\S{8,}/) });
  await waitFor(() => expect(page().own.data?.identifier).toBe('everywhere@acme.example'));
  await waitFor(() => {
    const mail = page().systems.data?.find((system) => system.provider === provider);
    expect(mail?.account?.identifier).toBe('everywhere@acme.example');
  });
  const cached = JSON.stringify(
    tab.queryClient
      .getQueryCache()
      .getAll()
      .map(({ state }) => state.data),
  );
  expect(cached).not.toContain(answer.secret);
});

it('shows a suspension before the server has answered', async () => {
  const { tab, page, id } = await withMailbox('ahead');
  const release = tab.line.hold();
  act(() => page().update.mutate({ id, status: 'suspended' }));
  await waitFor(() => expect(page().own.data?.status).toBe('suspended'));
  expect(page().update.isPending).toBe(true);
  release();
  await waitFor(() => expect(page().update.isSuccess).toBe(true));
  expect(await tab.server.accounts.get.query({ provider, accountId: id })).toMatchObject({
    status: 'suspended',
  });
  expect(page().own.data?.status).toBe('suspended');
});

it('takes a refused change back and reads what stands', async () => {
  const { tab, page, id } = await withMailbox('refused');
  await world.acme.owner.client.accounts.update.mutate({
    provider,
    accountId: id,
    status: 'suspended',
  });
  await act(() => page().own.refetch());
  await waitFor(() => expect(page().own.data).toMatchObject({ suspendedByOther: true }));
  const release = tab.line.hold();
  act(() => page().update.mutate({ id, status: 'active' }));
  await waitFor(() => expect(page().own.data?.status).toBe('active'));
  release();
  await waitFor(() => expect(page().update.isError).toBe(true));
  expect(failureOf(page().update.error)).toMatchObject({ code: 'forbidden' });
  expect(page().own.data?.status).toBe('suspended');
});

it('drops an answer that was on its way when something changed', async () => {
  const tab = await world.member();
  const { page } = openPage(tab);
  await waitFor(() => expect(page().own.data).toBeNull());
  const release = tab.line.hold();
  act(() => void page().own.refetch());
  await waitFor(() => expect(tab.line.asked.at(-1)).toContain('accounts.current'));
  act(() => page().create.mutate({ identifier: 'overtaken' }));
  await waitFor(() => expect(tab.line.signals.some((signal) => signal?.aborted)).toBe(true));
  release();
  await waitFor(() => expect(page().create.isSuccess).toBe(true));
  await waitFor(() => expect(page().own.data?.identifier).toBe('overtaken@acme.example'));
});

it('ends the request of a page that is left', async () => {
  const tab = await world.member();
  const release = tab.line.hold();
  const { unmount } = openPage(tab);
  await waitFor(() => expect(tab.line.signals).not.toHaveLength(0));
  unmount();
  await waitFor(() => expect(tab.line.signals.every((signal) => signal?.aborted)).toBe(true));
  release();
});

it('asks again only when an answer is stale, unless a hook wants it fresher', async () => {
  const { tab, unmount } = await withMailbox('stale');
  unmount();
  const before = tab.line.asked.length;
  const again = renderHook(() => useIntegrationAccount(provider), { wrapper: tab.wrapper });
  expect(again.result.current.data?.identifier).toBe('stale@acme.example');
  expect(tab.line.asked).toHaveLength(before);
  again.unmount();
  renderHook(() => useIntegrationAccount(provider, { staleTimeMs: 0 }), { wrapper: tab.wrapper });
  await waitFor(() => expect(tab.line.asked.length).toBeGreaterThan(before));
});

it('reads everything of a provider again after a change, and nothing of others', async () => {
  const { tab, page, id } = await withMailbox('again');
  const other = queryKeys.integrations.accounts.current('other');
  tab.queryClient.setQueryData(other, null);
  const readAt = page().own.dataUpdatedAt;
  const answer = await act(() => page().reset.mutateAsync({ id }));
  expect(answer.secret).toMatch(/\S{8,}/);
  await waitFor(() => expect(page().own.dataUpdatedAt).toBeGreaterThan(readAt));
  expect(tab.queryClient.getQueryState(other)?.isInvalidated).toBe(false);
});

it('forgets a removed account by its id as well', async () => {
  const { tab, page, id } = await withMailbox('forgotten');
  const byId = renderHook(() => useIntegrationAccountById(provider, id), { wrapper: tab.wrapper });
  await waitFor(() => expect(byId.result.current.data?.id).toBe(id));
  byId.unmount();
  await act(() => page().remove.mutateAsync({ id }));
  await waitFor(() => expect(page().own.data).toBeNull());
  const key = queryKeys.integrations.accounts.detail(provider, id);
  expect(tab.queryClient.getQueryData(key)).not.toMatchObject({ status: 'active' });
});

it('names the field of a name that is taken', async () => {
  const { page } = openPage(await world.member());
  act(() => page().create.mutate({ identifier: 'reception' }));
  await waitFor(() => expect(page().create.isError).toBe(true));
  expect(failureOf(page().create.error)).toMatchObject({
    code: 'conflict',
    fields: { identifier: [expect.any(String)] },
    requestId: expect.any(String),
  });
});
