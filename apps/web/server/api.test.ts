import { createRequire } from 'node:module';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Founded, openProduct, type Product, type Visitor } from './testing/product.ts';

let product: Product;
let acme: Founded;
let member: Visitor;

beforeAll(async () => {
  product = await openProduct();
  acme = await product.found('Acme');
  member = await product.join(acme, 'member');
});
afterAll(() => product.close());

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('the call should have been refused'),
    (error) => ({ status: error.data.httpStatus, ...error.data.patchbay, message: error.message }),
  );

describe('who is calling', () => {
  it('asks strangers to sign in', async () => {
    const stranger = product.visit({});
    expect(await refusal(stranger.client.integrations.list.query())).toMatchObject({
      status: 401,
      code: 'unauthenticated',
    });
  });

  it('takes a key in either header', async () => {
    const { key } = await product.program(acme);
    const spellings: Record<string, string>[] = [
      { authorization: `Bearer ${key}` },
      { 'x-api-key': key },
    ];
    for (const headers of spellings) {
      const list = await product.visit(headers).client.integrations.list.query();
      expect(list.length).toBeGreaterThan(0);
    }
  });

  it('refuses a wrong key although the cookie beside it is good', async () => {
    const both = product.visit({ ...acme.owner.headers, 'x-api-key': 'pb_wrong' });
    expect(await refusal(both.client.integrations.list.query())).toMatchObject({ status: 401 });
  });

  it('refuses two different keys', async () => {
    const { key } = await product.program(acme);
    const two = product.visit({ authorization: `Bearer ${key}`, 'x-api-key': 'pb_other' });
    expect(await refusal(two.client.integrations.list.query())).toMatchObject({ status: 401 });
  });

  it('lets the key decide beside a cookie of another organization', async () => {
    const { key } = await product.program(acme);
    const other = await product.found('Bravo');
    const both = product.visit({ ...other.owner.headers, 'x-api-key': key });
    expect(await both.client.organizations.current.query()).toMatchObject({ slug: acme.slug });
  });

  it('leaves other authorization schemes to the proxy in front', async () => {
    const proxied = product.visit({ ...acme.owner.headers, authorization: 'Basic dTpw' });
    expect(await proxied.client.organizations.current.query()).toMatchObject({ slug: acme.slug });
  });

  it('does not tell a foreign organization from one that does not exist', async () => {
    const other = await product.found('Charlie');
    const seen = await Promise.all(
      [other.slug, 'no-such-place'].map((slug) =>
        refusal(product.inside(acme.owner, slug).client.integrations.list.query()),
      ),
    );
    expect(seen[0]).toMatchObject({ status: 404, code: 'not_found' });
    expect(seen[1]).toEqual({ ...seen[0], requestId: seen[1]?.requestId });
  });

  it('asks a person to name the organization', async () => {
    const { visitor } = await product.signUp('Dana');
    expect(await refusal(visitor.client.integrations.list.query())).toMatchObject({
      code: 'invalid_input',
    });
  });

  it('keeps keys out of what only people do', async () => {
    const program = await product.program(acme);
    expect(await refusal(program.client.organizations.mine.query())).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
  });

  it('keeps everybody but the operator out of the list of organizations', async () => {
    const call = acme.owner.client.organizations.list.query();
    expect(await refusal(call)).toMatchObject({ status: 403 });
    const { items } = await product.operator.client.organizations.list.query();
    expect(items.map(({ slug }) => slug)).toContain(acme.slug);
  });

  it('lets the operator read every organization and change none', async () => {
    const operator = product.inside(product.operator, acme.slug);
    expect(await operator.client.organizations.current.query()).toMatchObject({ role: 'operator' });
    const call = operator.client.integrations.toggle.mutate({ provider: 'obs' });
    expect(await refusal(call)).toMatchObject({ status: 403 });
  });
});

describe('refusals', () => {
  it('refuses a member who changes something', async () => {
    expect(
      await refusal(member.client.integrations.toggle.mutate({ provider: 'obs' })),
    ).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('refuses a key without the permission', async () => {
    const reader = await product.program(acme, ['settings:read']);
    expect(
      await refusal(reader.client.integrations.toggle.mutate({ provider: 'obs' })),
    ).toMatchObject({ status: 403 });
  });

  it('names every bad field', async () => {
    const call = acme.owner.client.organizations.update.mutate({ name: '' });
    expect(await refusal(call)).toMatchObject({
      status: 400,
      code: 'invalid_input',
      fields: { name: ['Give the organization a name.'] },
    });
  });

  it('names bad settings by their path', async () => {
    const call = acme.owner.client.integrations.configure.mutate({
      provider: 'syncro',
      settings: {},
    });
    const { fields } = await refusal(call);
    expect(Object.keys(fields)).toContainEqual(expect.stringMatching(/^settings\./));
  });

  it('answers a conflict and what is not there', async () => {
    expect(
      await refusal(acme.owner.client.organizations.create.mutate({ name: 'x', slug: acme.slug })),
    ).toMatchObject({ status: 409, code: 'conflict' });
    expect(
      await refusal(acme.owner.client.integrations.get.query({ provider: 'nothing' })),
    ).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('says the request id and nothing of the cause when something breaks', async () => {
    const broken = await openProduct();
    const place = await broken.found('Broken');
    await broken.query('alter table integration_configs rename to gone');
    const said = await refusal(place.owner.client.integrations.list.query());
    expect(said).toMatchObject({ status: 500, code: 'internal' });
    expect(said.message).toContain(said.requestId);
    const answer = await place.owner.fetch('/api/trpc/integrations.list');
    expect(await answer.text()).not.toMatch(/integration_configs|\.ts|stack/);
    expect(broken.log.join('\n')).toContain(`${said.requestId} integrations.list failed`);
    await broken.close();
  });

  it('never answers a stack, whatever went wrong', async () => {
    const answers = await Promise.all([
      acme.owner.fetch('/api/trpc/no.such'),
      acme.owner.fetch('/api/trpc/integrations.get?input=%7B'),
      acme.owner.fetch('/api/trpc/integrations.toggle'),
      acme.owner.fetch('/api/v1/nothing'),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(await answer.text()).not.toMatch(/"stack"|\.mjs|\.ts:/);
    }
  });
});

describe('the shape of requests', () => {
  it('takes changes by POST only', async () => {
    const answer = await acme.owner.fetch('/api/trpc/integrations.toggle?input=%7B%7D');
    expect(answer.status).toBe(405);
  });

  it('bounds the number of procedures in one batch', async () => {
    const paths = Array(21).fill('organizations.current').join(',');
    const answer = await acme.owner.fetch(`/api/trpc/${paths}?batch=1&input=%7B%7D`);
    expect(answer.status).toBe(400);
  });

  it('bounds the body', async () => {
    const answer = await acme.owner.fetch('/api/v1/organization', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x'.repeat(1024 * 1024) }),
    });
    expect(answer.status).toBe(413);
  });

  it('refuses a change from another site, and from nowhere, while a cookie is there', async () => {
    const body = JSON.stringify({ json: { provider: 'obs' } });
    const { origin: _, ...withoutOrigin } = acme.owner.headers;
    for (const headers of [withoutOrigin, { ...withoutOrigin, origin: 'https://evil.example' }]) {
      for (const key of [null, 'pb_made_up']) {
        const answer = await product
          .visit({
            ...headers,
            ...(key && { 'x-api-key': key }),
            'content-type': 'application/json',
          })
          .fetch('/api/trpc/integrations.toggle', { method: 'POST', body });
        expect(answer.status).toBe(403);
      }
    }
  });

  it('asks caches to keep nothing', async () => {
    const answer = await acme.owner.fetch('/api/trpc/organizations.current');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
  });

  it('looks up session and organization once for a whole batch', async () => {
    const spies = [pg, pgOfOrm].map(({ Client }) => vi.spyOn(Client.prototype, 'query'));
    await Promise.all(Array.from({ length: 10 }, () => acme.owner.client.catalog.list.query()));
    const texts = spies.flatMap(({ mock }) => mock.calls.map(([statement]) => textOf(statement)));
    for (const spy of spies) spy.mockRestore();
    expect(texts.filter((text) => /from "?auth"?\."?session/.test(text))).toHaveLength(1);
    expect(texts.filter((text) => /from auth\.organization/.test(text))).toHaveLength(1);
  });
});

/** MikroORM brings a copy of its own, of another patch version. */
const requireFromDb = createRequire(createRequire(import.meta.url).resolve('@patchbay/db'));
const pgOfOrm: typeof pg = createRequire(requireFromDb.resolve('@mikro-orm/postgresql'))('pg');

const textOf = (statement: unknown): string =>
  typeof statement === 'object' && statement !== null && 'text' in statement
    ? String(statement.text)
    : String(statement);
