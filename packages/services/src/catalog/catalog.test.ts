import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type Tenant, type World } from '../kernel/testing/world.ts';
import { ProviderView } from '../schemas.ts';
import * as catalog from './index.ts';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await openWorld();
  tenant = await world.organization();
});
afterAll(() => world.close());

describe('catalog.list', () => {
  it('shows providers by name, in the shape it promises', async () => {
    const views = await catalog.list(await tenant.as('member'), {});
    const names = views.map(({ name }) => name);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')));
    for (const view of views) expect(ProviderView.parse(view)).toEqual(view);
  });

  it('narrows by category', async () => {
    const views = await catalog.list(tenant.key(['settings:read']), { category: 'backup' });
    expect(views.map(({ provider }) => provider)).toEqual(['msp360']);
  });
});

describe('catalog.get', () => {
  it('describes the form and what the provider can do', async () => {
    const view = await catalog.get(await tenant.as('member'), { provider: 'syncro' });
    expect(view.capabilities).toContain('health');
    expect(view.fields.find(({ key }) => key === 'apiToken')).toMatchObject({
      kind: 'secret',
      secret: true,
      required: true,
      default: null,
    });
  });

  it.each(['nothing', 'toString', '__proto__'])('knows no provider %s', async (provider) => {
    const call = catalog.get(await tenant.as('member'), { provider });
    await expect(call).rejects.toMatchObject({ code: 'not_found' });
  });
});
