import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { services } from '../index.ts';
import { openWorld, type Tenant, type World } from '../kernel/testing/world.ts';
import * as integrations from './index.ts';

const settings = { subdomain: 'theirs', apiToken: 'their-own-secret-token' };

let world: World;
let ours: Tenant;
let theirs: Tenant;
let theirId: string;
beforeAll(async () => {
  world = await openWorld();
  [ours, theirs] = [await world.organization(), await world.organization()];
  world.upstream.tokens.add(settings.apiToken);
  const them = theirs.system();
  theirId = (await integrations.configure(them, { provider: 'syncro', settings })).id;
  await integrations.test(them, { id: theirId });
});
afterAll(() => world.close());

/** What a verb needs besides the id; a new verb that takes an id is walked without a line here. */
const rest: Record<string, Record<string, unknown>> = {
  configure: { settings },
  reconfigure: { settings },
  update: { label: 'Ours now', enabled: false, settings },
};
const byId = Object.entries(integrations).filter(([name]) => name !== 'list');

describe('another organization’s integration', () => {
  it.each(byId)('does not exist for %s, which changes nothing there', async (name, verb) => {
    const owner = await ours.as('owner');
    const before = await world.contents();
    const calls = world.upstream.calls.length;
    const call = verb(owner, { id: theirId, ...rest[name] } as never);
    await expect(call).rejects.toMatchObject({ code: 'not_found' });
    expect(await world.contents()).toEqual(before);
    expect(world.upstream.calls).toHaveLength(calls);
  });

  it('answers like one that does not exist at all', async () => {
    const owner = await ours.as('owner');
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const answers = await Promise.all(
      [theirId, nowhere].map((id) =>
        integrations.get(owner, { id }).catch((error: Error) => error.message),
      ),
    );
    expect(answers[0]).toBe(answers[1]);
  });

  it('is in none of the lists', async () => {
    const owner = await ours.as('owner');
    const answers = await Promise.all([
      integrations.list(owner, {}),
      services.audit.list(owner, {}),
      services.audit.verify(owner, {}),
      services.catalog.list(owner, {}),
    ]);
    expect(JSON.stringify(answers)).not.toContain(theirId);
    expect(answers[0].every(({ status }) => status === 'not_configured')).toBe(true);
    expect(answers[1].items).toEqual([]);
    expect(answers[2].rows).toBe(0);
  });

  it('is reached under its own provider key only by its own organization', async () => {
    const owner = await ours.as('owner');
    const own = await integrations.get(owner, { provider: 'syncro' });
    expect(own.id).not.toBe(theirId);
    await integrations.toggle(owner, { provider: 'syncro' });
    const untouched = await integrations.get(theirs.system(), { provider: 'syncro' });
    expect(untouched).toMatchObject({ enabled: true, status: 'active' });
  });
});
