import { restEntries } from '@patchbay/trpc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Founded, openProduct, type Product, type Visitor } from './testing/product.ts';

let product: Product;
let acme: Founded;
let program: Visitor;

beforeAll(async () => {
  product = await openProduct();
  acme = await product.found('Acme');
  program = await product.program(acme);
});
afterAll(() => product.close());

const json = { 'content-type': 'application/json' };
const send = async (method: string, path: string, body?: unknown) => {
  const answer = await program.fetch(`/api/v1${path}`, {
    method,
    ...(body === undefined ? {} : { headers: json, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text && JSON.parse(text) };
};

describe('the paths of the seeds', () => {
  it('configures, reads, changes, tests, audits and removes an integration', async () => {
    const settings = { host: 'studio.example.org', password: 'hunter2hunter2' };
    const configured = await send('POST', '/integrations/obs/configure', { settings });
    expect(configured).toMatchObject({ status: 200, body: { status: 'configured' } });
    expect(configured.body.settings.password).toEqual({ saved: true });
    expect((await send('PATCH', '/integrations/obs', { label: 'Studio' })).body).toMatchObject({
      label: 'Studio',
    });
    const toggled = await send('POST', '/integrations/obs/toggle');
    expect(toggled.body.enabled).toBe(!configured.body.enabled);
    expect((await send('GET', '/integrations')).body).toHaveLength(
      (await send('GET', '/catalog')).body.length,
    );
    expect((await send('GET', '/integrations/obs/audit?limit=2')).body.items).toHaveLength(2);
    expect((await send('DELETE', '/integrations/obs')).body).toMatchObject({
      status: 'not_configured',
    });
  });

  it('writes times in ISO 8601', async () => {
    const { body } = await send('GET', '/integrations/obs');
    expect(new Date(body.createdAt).toISOString()).toBe(body.createdAt);
  });

  it('answers 204 where there is nothing to say', async () => {
    const member = await product.join(acme, 'member');
    const answer = await member.fetch('/api/v1/members/leave', { method: 'POST' });
    expect(answer.status).toBe(204);
  });

  it('answers 201 to what makes something', async () => {
    const answer = await acme.owner.fetch('/api/v1/keys', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ name: 'Nightly', permissions: ['settings:read'] }),
    });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ name: 'Nightly' });
  });

  it('serves its description to anybody', async () => {
    const answer = await product.visit({}).fetch('/api/v1/openapi.json');
    const { paths } = await answer.json();
    const described = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(
      restEntries.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });
});

describe('problems', () => {
  it('follow RFC 9457 and carry code, fields and the request id', async () => {
    const answer = await send('POST', '/integrations/syncro/configure', { settings: {} });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      code: 'invalid_input',
      instance: answer.headers.get('x-request-id'),
    });
    expect(Object.keys(answer.body.fields)).toContain('settings.apiToken');
  });

  it.each([
    ['GET', '/integrations/unknown', undefined, 404, 'not_found'],
    ['GET', '/integrations/%00', undefined, 404, 'not_found'],
    ['GET', '/integrations/%ff', undefined, 404, 'not_found'],
    ['GET', '/nothing', undefined, 404, 'not_found'],
    ['PUT', '/integrations', undefined, 405, 'invalid_input'],
    ['GET', '/integrations/obs/audit?limit=many', undefined, 400, 'invalid_input'],
    ['PATCH', '/integrations/obs', { enabled: 'false' }, 400, 'invalid_input'],
    ['PATCH', '/integrations/obs', [], 400, 'invalid_input'],
    ['PATCH', '/organization', { name: 'x' }, 403, 'forbidden'],
  ])('%s %s with %j is %i %s', async (method, path, body, status, code) => {
    const answer = await send(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, code });
    expect(JSON.stringify(answer.body)).not.toContain('stack');
  });

  it('asks strangers for a key', async () => {
    const answer = await product.visit({}).fetch('/api/v1/integrations');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('refuses a body that is no JSON', async () => {
    const init = { method: 'PATCH', headers: json, body: '{"label":' };
    const answer = await program.fetch('/api/v1/integrations/obs', init);
    expect(await answer.json()).toMatchObject({ code: 'invalid_input' });
  });

  it('keeps changes by cookie to our own origin', async () => {
    const { origin: _, ...headers } = acme.owner.headers;
    const forged = product.visit({ ...headers, origin: 'https://evil.example' });
    const answer = await forged.fetch('/api/v1/integrations/obs/toggle', { method: 'POST' });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('say when a body is too large', async () => {
    const answer = await send('PATCH', '/organization', { name: 'x'.repeat(1024 * 1024) });
    expect(answer).toMatchObject({ status: 413, body: { status: 413, code: 'invalid_input' } });
  });
});
