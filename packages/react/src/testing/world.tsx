import './browser.ts';
import { ensureJobs } from '@patchbay/jobs';
import { demo, startSandbox } from '@patchbay/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { configure } from '@testing-library/react';
import type { ReactNode } from 'react';
import { openProduct, origin, type Visitor } from '../../../../apps/web/server/testing/product.ts';
import { createPatchbayApi } from '../api.ts';
import { PatchbayProvider } from '../provider.tsx';

// The server answers in the same process, which may be busy; a second is not much then.
configure({ asyncUtilTimeout: 10_000 });

/** The real router on a database, a mailcow that plays along, and an organization with mail. Close it after the suite. */
export async function openAccountsWorld() {
  const sandbox = await startSandbox({ port: 0 });
  const product = await openProduct(undefined, { sandbox });
  await ensureJobs(product.url);
  const acme = await product.found('acme');
  const settings = { ...demo.settings.mailcow };
  await acme.owner.client.integrations.configure.mutate({ provider: 'mailcow', settings });
  return {
    acme,
    sandbox,
    /** A browser of somebody new, who has no account yet. */
    member: async () => openTab(await product.join(acme, 'member')),
    async close() {
      await product.close();
      await sandbox.close();
    },
  };
}

export type AccountsWorld = Awaited<ReturnType<typeof openAccountsWorld>>;
export type Tab = ReturnType<typeof openTab>;

/** An application of somebody's: its cache, and the line to the server, which can be held and cut. */
function openTab(visitor: Visitor) {
  const line = {
    /** Procedures of the requests so far: `accounts.current,accounts.offers`. */
    asked: [] as string[],
    signals: [] as (AbortSignal | null | undefined)[],
    cut: false,
    held: null as Promise<void> | null,
    /** Holds every request from now on until the returned function is called. */
    hold(): () => void {
      let release = () => {};
      line.held = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        line.held = null;
        release();
      };
    },
  };
  const client = createPatchbayApi({
    url: `${origin}/api/trpc`,
    fetch: async (input, init) => {
      line.asked.push(new URL(String(input)).pathname.replace('/api/trpc/', ''));
      line.signals.push(init?.signal);
      await line.held;
      if (line.cut) throw new TypeError('fetch failed');
      return visitor.fetch(String(input), init);
    },
  });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const notices: string[] = [];
  const wrapper = ({ children }: { children: ReactNode }) => (
    <PatchbayProvider
      client={client}
      queryClient={queryClient}
      onNotice={({ text }) => notices.push(text)}
    >
      {children}
    </PatchbayProvider>
  );
  return { line, queryClient, notices, wrapper, server: visitor.client };
}
