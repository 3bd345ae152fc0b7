import { createHmac } from 'node:crypto';
import { AuditLog, WebhookEndpoint, WebhookSecret } from '@patchbay/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceContext } from '../kernel/index.ts';
import { openWorld, type Tenant, type World } from '../kernel/testing/world.ts';
import * as sources from './index.ts';

let world: World;
let tenant: Tenant;
let owner: ServiceContext;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await world.organization();
  owner = await tenant.as('owner');
});

const em = () => world.runtime.orm.em.fork();
const hmacRules = {
  verifier: {
    kind: 'hmac' as const,
    hash: 'sha256' as const,
    signature: { header: 'x-sig', prefix: '', encoding: 'hex' as const },
    signed: ['body' as const],
  },
};

describe('a source', () => {
  it('has an address that nobody guesses, and a secret that is answered once', async () => {
    const made = await sources.create(owner, { provider: 'github', name: 'Repository' });
    expect(made.url).toMatch(/^http:\/\/patchbay\.test\/hooks\/github\/[a-z2-9]{26}$/);
    expect(made.newSecret).toMatch(/^[a-z2-9]{40}$/);
    const again = await sources.get(owner, { id: made.id });
    expect(JSON.stringify(again)).not.toContain(made.newSecret);
    expect(again).toMatchObject({
      name: 'Repository',
      secret: { state: 'set', confirmed: false, previousUntil: null },
    });
    const contents = await world.contents();
    for (const [table, text] of Object.entries(contents))
      expect([table, text.includes(made.newSecret ?? '-')]).toEqual([table, false]);
  });

  it('stands below the address for webhooks, if there is one', async () => {
    const runtime = { ...world.runtime, webhooksUrl: 'https://hooks.example.org' };
    const made = await sources.create({ ...owner, runtime }, { provider: 'pylon' });
    expect(made.url).toMatch(/^https:\/\/hooks\.example\.org\/hooks\/pylon\//);
  });

  it.each([
    ['an unknown sender', { provider: 'nobody' }, 'not_found', undefined],
    [
      'rules for a sender that has its own',
      { provider: 'github', rules: hmacRules },
      'invalid_input',
      'rules',
    ],
    ['a custom sender without rules', { provider: 'custom' }, 'invalid_input', 'rules'],
    [
      'a secret where one is made',
      { provider: 'github', secret: 'my own secret' },
      'invalid_input',
      'secret',
    ],
    [
      'no secret where the sender shows one',
      { provider: 'standard-webhooks' },
      'invalid_input',
      'secret',
    ],
    [
      'a secret of another form',
      { provider: 'standard-webhooks', secret: 'whsec_short' },
      'invalid_input',
      'secret',
    ],
    [
      'a public key of another length',
      { provider: 'discord', secret: 'abcdef0123' },
      'invalid_input',
      'secret',
    ],
  ])('is not made of %s', async (_what, input, code, field) => {
    const error = await sources.create(owner, input as never).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code });
    expect(Object.keys((error as { fields?: object }).fields ?? {})).toEqual(field ? [field] : []);
    expect(await em().count(WebhookEndpoint, { organizationId: tenant.id })).toBe(0);
  });

  it('keeps the filters of an integration with the integration, for all its sources', async () => {
    const one = await sources.create(owner, { provider: 'pylon', filters: { events: ['a'] } });
    const other = await sources.create(owner, { provider: 'pylon' });
    await sources.update(owner, { id: other.id, filters: { channels: ['c'] } });
    expect((await sources.get(owner, { id: one.id })).filters).toEqual({ channels: ['c'] });
    const generic = await sources.create(owner, { provider: 'github', filters: { events: ['b'] } });
    expect(generic.filters).toEqual({ events: ['b'] });
  });

  it('is gone after its removal, with its secrets, but for its row', async () => {
    const { id } = await sources.create(owner, { provider: 'github' });
    await sources.remove(owner, { id });
    expect(await sources.list(owner, {})).toEqual([]);
    await expect(sources.get(owner, { id })).rejects.toMatchObject({ code: 'not_found' });
    expect(await em().count(WebhookSecret, { endpoint: id })).toBe(0);
    expect(await em().count(WebhookEndpoint, { id })).toBe(1);
  });

  it('leaves a trail of every change, and none of what changed nothing', async () => {
    const { id } = await sources.create(owner, { provider: 'github', name: 'One' });
    await sources.update(owner, { id, name: 'One' });
    await sources.update(owner, { id, name: 'Two' });
    await sources.update(owner, { id, enabled: false });
    await sources.update(owner, { id, enabled: true });
    const { newSecret } = await sources.rotateSecret(owner, { id });
    await sources.remove(owner, { id });
    const trail = await em().find(
      AuditLog,
      { organizationId: tenant.id },
      { orderBy: { sequence: 'asc' } },
    );
    expect(trail.map(({ action }) => action)).toEqual([
      'source.created',
      'source.updated',
      'source.disabled',
      'source.enabled',
      'source.secret_rotated',
      'source.removed',
    ]);
    expect(trail[1]?.details).toEqual({
      name: 'Two',
      before: { name: 'One' },
      after: { name: 'Two' },
    });
    expect(JSON.stringify(trail)).not.toContain(newSecret);
  });

  it('of ones own has its rules on record, and not the secret', async () => {
    const { id, newSecret } = await sources.create(owner, { provider: 'custom', rules: hmacRules });
    const verifier = { ...hmacRules.verifier, hash: 'sha512' as const };
    await sources.update(owner, { id, rules: { verifier } });
    const trail = await em().find(
      AuditLog,
      { organizationId: tenant.id },
      { orderBy: { sequence: 'asc' } },
    );
    const proof = hmacRules.verifier.signature;
    expect(trail.map(({ details }) => details)).toMatchObject([
      { after: { rules: { verifier: { hash: 'sha256', proof } } } },
      {
        before: { rules: { verifier: { hash: 'sha256' } } },
        after: { rules: { verifier: { hash: 'sha512', proof } } },
      },
    ]);
    expect(JSON.stringify(trail)).not.toContain(newSecret);
  });

  it('of another organization is not there', async () => {
    const { id } = await sources.create(owner, { provider: 'github' });
    const stranger = await (await world.organization()).as('owner');
    const attempts = await Promise.allSettled([
      sources.get(stranger, { id }),
      sources.update(stranger, { id, name: 'Taken' }),
      sources.rotateSecret(stranger, { id }),
      sources.remove(stranger, { id }),
    ]);
    for (const attempt of attempts)
      expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
  });
});

describe('a rotation', () => {
  it('ends the secret before at once when there is to be no overlap', async () => {
    const { id } = await sources.create(owner, { provider: 'github' });
    const { secret } = await sources.rotateSecret(owner, { id, overlapHours: 0 });
    expect(secret).toMatchObject({ state: 'set', previousUntil: null });
  });

  it('never lets an earlier secret live longer than it was going to', async () => {
    const { id } = await sources.create(owner, { provider: 'github' });
    await sources.rotateSecret(owner, { id, overlapHours: 1 });
    await sources.rotateSecret(owner, { id, overlapHours: 100 });
    const rows = await em().find(
      WebhookSecret,
      { endpoint: id },
      { orderBy: { expiresAt: 'asc' } },
    );
    const hours = rows.map(({ expiresAt }) =>
      expiresAt ? (expiresAt.getTime() - world.clock.now().getTime()) / 3_600_000 : null,
    );
    expect(hours).toEqual([1, 100, null]);
  });
});

describe('the tester', () => {
  const body = '{"id":"e1","type":"made"}';
  const code = '5fd2a5c5e1b5f5a7';
  const rules = {
    ...hmacRules,
    deliveryId: [{ pointers: ['/id'] }],
    eventType: [{ pointers: ['/type'] }],
  };
  const tryIt = (parts: object = {}) =>
    sources.tryVerifier(owner, { rules, secret: 'a secret', headers: '', body, ...parts });
  const outcomes = async (parts: object) => {
    const { steps, ...rest } = await tryIt(parts);
    return {
      ...rest,
      steps: Object.fromEntries(steps.map(({ step, outcome }) => [step, outcome])),
    };
  };

  it('shows how far a request comes', async () => {
    expect(await outcomes({})).toMatchObject({
      accepted: false,
      reason: 'The signature is missing.',
      steps: { key: 'passed', signature: 'failed', match: 'skipped' },
    });
    expect(await outcomes({ headers: `X-Sig: ${code}` })).toMatchObject({
      accepted: false,
      steps: { signature: 'passed', match: 'failed', eventType: 'skipped' },
    });
    expect(await outcomes({ headers: 'X-Sig: zz' })).toMatchObject({
      steps: { signature: 'failed' },
    });
    expect(await outcomes({ secret: '' })).toMatchObject({ steps: { key: 'failed' } });
  });

  it('shows what is read from a right one', async () => {
    const right = createHmac('sha256', 'a secret').update(body).digest('hex');
    const tried = await tryIt({ headers: `Host: x\nX-Sig: ${right}\r\n` });
    expect(tried).toMatchObject({ accepted: true, reason: null });
    expect(tried.steps.find(({ step }) => step === 'deliveryId')?.note).toBe('e1');
    expect(tried.steps.find(({ step }) => step === 'eventType')?.note).toBe('made');
  });

  it('never tells the secret or a right signature', async () => {
    const right = createHmac('sha256', 'a secret').update(body).digest('hex');
    for (const headers of ['', `x-sig: ${code}`, 'x-sig: zz']) {
      const text = JSON.stringify(await tryIt({ headers }));
      expect(text).not.toContain('a secret');
      expect(text).not.toContain(right);
      expect(text).not.toContain(right.slice(0, 16));
    }
  });
});
