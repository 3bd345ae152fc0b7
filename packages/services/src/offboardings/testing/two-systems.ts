import { catalog, providerKeys, type RemoteAccount } from '@patchbay/providers';
import { lodge } from '../../accounts/testing/lodge.ts';
import { type Lodge, startLodge } from '../../accounts/testing/lodge-server.ts';
import { openAccountWorld } from '../../accounts/testing/world.ts';
import { services } from '../../index.ts';

/** Inns by their address, so that one can be listed without a protocol for it. */
const inns = new Map<string, Lodge>();
const pageSize = 400;

const remoteOf = (guest: { name: string; mark: string; state: RemoteAccount['state'] }) => ({
  identifier: guest.name,
  state: guest.state,
  details: {},
  mark: guest.mark || null,
});

/** A lodge that tells its guests, page by page. */
export const inn = {
  ...lodge,
  key: 'inn',
  about: { ...lodge.about, name: 'Inn' },
  environment: { url: 'INN_URL', token: 'INN_TOKEN' },
  accounts: {
    ...lodge.accounts,
    list: async ({ settings }: { settings: { url: string } }, cursor: string | null) => {
      const there = inns.get(settings.url.replace(/\/$/, ''));
      await there?.before?.({ what: 'list', name: cursor ?? '' });
      const guests = [...(there?.guests.values() ?? [])];
      const from = Number(cursor ?? 0);
      const items = guests.slice(from, from + pageSize).map(remoteOf);
      return { items, cursor: from + pageSize < guests.length ? String(from + pageSize) : null };
    },
  },
};

export function joinTwoSystems(): void {
  Object.assign(catalog, { lodge, inn });
  const keys = providerKeys as string[];
  if (!keys.includes(inn.key)) keys.push(inn.key);
}

export type TwoSystems = Awaited<ReturnType<typeof openTwoSystems>>;

/** A world with a lodge and an inn. */
export async function openTwoSystems(options: Parameters<typeof openAccountWorld>[0] = {}) {
  joinTwoSystems();
  const world = await openAccountWorld(options);
  const second = await startLodge();
  inns.set(second.url, second);
  return {
    ...world,
    inn: second,
    reset() {
      world.lodge.reset();
      second.reset();
    },
    async organization() {
      const tenant = await world.organization();
      const settings = { url: second.url, token: 'the-token-of-the-inn' };
      await services.integrations.configure(tenant.system(), { provider: 'inn', settings });
      return tenant;
    },
    async close() {
      await world.close();
      await second.close();
    },
  };
}
