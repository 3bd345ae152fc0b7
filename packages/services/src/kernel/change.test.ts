import { AuditLog, IntegrationConfig } from '@patchbay/db';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AuditEntry, change, defineVerb, eventChannel } from './index.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let listener: Client;
let heard: { organizationId: string; type: string }[];
beforeAll(async () => {
  world = await openWorld();
  listener = new Client({ connectionString: world.url });
  await listener.connect();
  listener.on('notification', ({ payload = '' }) => heard.push(JSON.parse(payload)));
  await listener.query(`listen ${eventChannel}`);
});
afterAll(async () => {
  await listener.end();
  await world.close();
});

const em = () => world.runtime.orm.em.fork();
const entry = (details: Record<string, unknown> = {}): AuditEntry => ({
  action: 'updated',
  subject: { type: 'integration', id: 'some' },
  provider: 'obs',
  details,
});

/** A verb that renames, then does what the test wants; answers what is left of it. */
async function rename(finish: () => AuditEntry | 'unchanged') {
  heard = [];
  const tenant = await world.organization();
  const where = { organizationId: tenant.id, provider: 'obs' };
  const verb = defineVerb({
    name: 'test.rename',
    permission: 'settings:edit',
    input: z.object({}),
    run: (ctx) =>
      change(ctx, async (inner) => {
        const row = await inner.findOneOrFail(IntegrationConfig, where);
        row.label = 'Renamed';
        return { value: row.label, audit: finish() };
      }),
  });
  const outcome = await verb(tenant.system(), {}).catch((error: Error) => error.message);
  // A round trip on the listening connection, so that every earlier event has arrived.
  await listener.query('select 1');
  const { label } = await em().findOneOrFail(IntegrationConfig, where);
  const trail = await em().find(AuditLog, { organizationId: tenant.id });
  return { tenant, outcome, label, trail, events: heard };
}

describe('change', () => {
  it('commits the work with its audit row, then tells', async () => {
    const { tenant, label, trail, events } = await rename(() => entry());
    expect(label).toBe('Renamed');
    expect(trail).toMatchObject([
      { sequence: 1, action: 'updated', provider: 'obs', actor: { type: 'system', id: 'test' } },
    ]);
    expect(events).toEqual([
      { organizationId: tenant.id, type: 'updated', subject: { type: 'integration', id: 'some' } },
    ]);
  });

  it('undoes everything and stays silent when the work fails', async () => {
    const { outcome, label, trail, events } = await rename(() => {
      throw new Error('no');
    });
    expect({ outcome, label, trail, events }).toEqual({
      outcome: 'no',
      label: 'OBS Studio',
      trail: [],
      events: [],
    });
  });

  it('undoes the work when its audit row cannot be written', async () => {
    const { label, trail, events } = await rename(() => entry({ broken: 10n }));
    expect({ label, trail, events }).toEqual({ label: 'OBS Studio', trail: [], events: [] });
  });

  it('neither records nor tells what changed nothing', async () => {
    const { trail, events } = await rename(() => 'unchanged');
    expect({ trail, events }).toEqual({ trail: [], events: [] });
  });

  it('redacts what sounds secret, whatever the verb did', async () => {
    const { trail } = await rename(() => entry({ after: { apiToken: 'open', label: 'fine' } }));
    expect(trail[0]?.details).toEqual({ after: { apiToken: '[redacted]', label: 'fine' } });
  });
});

describe('defineVerb', () => {
  it('names every bad field by its path', async () => {
    const input = z.object({ name: z.string(), inner: z.object({ size: z.number() }) });
    const verb = defineVerb({
      name: 'test.fields',
      permission: 'settings:read',
      input,
      run: async () => 'done',
    });
    const tenant = await world.organization();
    const bad = { name: 1, inner: { size: 'x' } } as never;
    const error = await verb(tenant.system(), bad).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect(Object.keys((error as { fields: object }).fields).sort()).toEqual([
      'inner.size',
      'name',
    ]);
  });
});
