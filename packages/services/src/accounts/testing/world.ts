import { type Clock, systemClock } from '@patchbay/core';
import { IntegrationAccount, IntegrationConfig } from '@patchbay/db';
import { ensureJobs } from '@patchbay/jobs';
import { createHttp } from '@patchbay/providers';
import { services } from '../../index.ts';
import type { Runtime } from '../../kernel/index.ts';
import { openWorld, type Tenant } from '../../kernel/testing/world.ts';
import { joinCatalog } from './lodge.ts';
import { startLodge } from './lodge-server.ts';

export type AccountWorld = Awaited<ReturnType<typeof openAccountWorld>>;

/** A world with a lodge in it, and the queue of jobs ready. */
export async function openAccountWorld({ clock = systemClock }: { clock?: Clock } = {}) {
  joinCatalog();
  const world = await openWorld();
  await ensureJobs(world.url);
  const lodge = await startLodge();
  const http = createHttp({ clock, allow: ['127.0.0.1'], retries: 0, perHostConcurrency: 50 });
  const runtime: Runtime = { ...world.runtime, clock, http };
  const em = () => runtime.orm.em.fork();
  return {
    ...world,
    runtime,
    lodge,
    em,
    /** An organization with the lodge set up, unless told; contexts are of this world's runtime. */
    async organization({ isSetUp = true } = {}) {
      const tenant = await world.organization();
      const row = { organizationId: tenant.id, provider: 'lodge', label: 'Lodge' };
      await em().insert(IntegrationConfig, row);
      if (isSetUp) {
        const settings = { url: lodge.url, token: 'the-token-of-the-lodge' };
        await services.integrations.configure(tenant.system(), { provider: 'lodge', settings });
      }
      return within(tenant, runtime);
    },
    row: (id: string) => em().findOne(IntegrationAccount, { id }),
    async close() {
      await http.close();
      await world.close();
      await lodge.close();
    },
  };
}

function within(tenant: Tenant, runtime: Runtime) {
  return {
    ...tenant,
    as: async (role: Parameters<Tenant['as']>[0]) => ({ ...(await tenant.as(role)), runtime }),
    key: (granted: Parameters<Tenant['key']>[0]) => ({ ...tenant.key(granted), runtime }),
  };
}

/** A short name that no other test uses. */
export const freshName = (): string => `n${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
