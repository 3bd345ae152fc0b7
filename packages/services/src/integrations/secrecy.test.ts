import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { services } from '../index.ts';
import type { ServiceContext } from '../kernel/index.ts';
import { openWorld, type Tenant, type World } from '../kernel/testing/world.ts';
import * as integrations from './index.ts';

// A length that appears nowhere by chance, so that a leaked length is seen as well.
const secretLength = 1_733;
const newSecret = () => randomBytes(secretLength).toString('base64url').slice(0, secretLength);

let world: World;
let tenant: Tenant;
let admin: ServiceContext;
beforeAll(async () => {
  world = await openWorld();
  tenant = await world.organization();
  admin = await tenant.as('owner');
});
afterAll(() => world.close());

/** Every string and number anywhere in a value; errors are walked with what transports may show of them. */
function leavesOf(value: unknown): (string | number)[] {
  if (typeof value === 'string' || typeof value === 'number') return [value];
  if (value instanceof Error) {
    return leavesOf([value.message, value.stack, { ...value }, value.cause]);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...leavesOf(item)]);
}

function expectNoTrace(answer: unknown, secrets: string[]) {
  const leaves = leavesOf(answer);
  for (const leaf of leaves) {
    const text = String(leaf);
    for (const secret of secrets) {
      expect(text).not.toContain(secret.slice(0, 16));
      expect(text).not.toContain(secret.slice(-16));
      expect(text).not.toContain(
        encodeURIComponent(Buffer.from(secret).toString('base64')).slice(0, 16),
      );
    }
    expect(text).not.toMatch(/pb1\.\d/);
    expect(text.length).not.toBe(secretLength);
    expect(text).not.toBe(String(secretLength));
  }
}

const settled = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

it('no answer, error or row shows a secret or its length', async () => {
  const [first, second, third] = [newSecret(), newSecret(), newSecret()];
  const secrets = [first, second, third];
  const subdomain = 'acme';
  const ref = { provider: 'syncro' };
  const answers: unknown[] = [];
  const keep = async (promise: Promise<unknown>) => {
    answers.push(await settled(promise));
  };

  await keep(
    integrations.configure(admin, { ...ref, settings: { subdomain: first, apiToken: first } }),
  );
  await keep(
    integrations.configure(admin, { ...ref, settings: { subdomain, apiToken: `${first} x` } }),
  );
  await keep(integrations.configure(admin, { ...ref, settings: { subdomain, apiToken: [first] } }));
  await keep(integrations.configure(admin, { ...ref, settings: { subdomain, apiToken: first } }));
  await keep(integrations.configure(admin, { ...ref, settings: { subdomain, apiToken: second } }));
  world.upstream.tokens.add(first);
  await keep(integrations.test(admin, ref));
  await keep(integrations.reconfigure(admin, { ...ref, settings: { apiToken: second } }));
  await keep(integrations.test(admin, ref));
  for (const status of [200, 401, 500]) {
    world.upstream.instead = () => new Response(`you sent ${second}`, { status });
    await keep(integrations.test(admin, ref));
  }
  world.upstream.instead = () => Promise.reject(new Error(`cannot send ${second}`));
  await keep(integrations.test(admin, ref));
  world.upstream.instead = null;
  await keep(integrations.update(admin, { ...ref, settings: { apiToken: third } }));
  await keep(
    integrations.update(admin, { ...ref, settings: { apiToken: third }, expectedRevision: 1 }),
  );
  await keep(integrations.toggle(admin, ref));
  await keep(integrations.get(admin, ref));
  await keep(integrations.list(admin, {}));
  await keep(integrations.health(admin, ref));
  await keep(integrations.audit(admin, ref));
  await keep(services.audit.list(admin, {}));
  await keep(services.catalog.list(admin, {}));

  expect(answers.filter((answer) => answer instanceof Error)).toHaveLength(5);
  // The stack of an error names files and lines, and the test's own source: not what is looked for here.
  for (const answer of answers) {
    if (answer instanceof Error) answer.stack = '';
    expectNoTrace(answer, secrets);
  }

  const contents = await world.contents();
  for (const secret of secrets) {
    expect(JSON.stringify(contents)).not.toContain(secret.slice(0, 16));
  }
  expect(contents['public.integration_audit_logs']).not.toMatch(/pb1\.\d/);
  await keep(integrations.remove(admin, ref));
  expectNoTrace(answers.at(-1), secrets);
  expect((await world.contents())['public.integration_configs']).not.toMatch(/pb1\.\d/);
});

it('masks a secret the same, however long it is', async () => {
  const other = await world.organization();
  const masked = [];
  for (const apiToken of ['short-1', newSecret()]) {
    const ref = { provider: 'syncro' };
    const settings = { subdomain: 'acme', apiToken };
    const view = await integrations.configure(other.system(), { ...ref, settings });
    masked.push(JSON.stringify(view.settings));
    await integrations.remove(other.system(), ref);
  }
  expect(masked[0]).toBe(masked[1]);
});

it('keeps a secret that was typed into the wrong field as well out of the audit trail', async () => {
  const other = await world.organization();
  const apiToken = newSecret().slice(0, 60);
  const settings = { subdomain: 'acme', apiToken };
  const input = { provider: 'syncro', settings, label: apiToken };
  await integrations.configure(other.system(), input);
  const trail = await integrations.audit(other.system(), { provider: 'syncro' });
  expect(JSON.stringify(trail)).not.toContain(apiToken);
  expect(trail.items[0]?.details).toMatchObject({ after: { label: '[redacted]' } });
});
