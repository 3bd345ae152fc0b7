import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { redirected, visitPage } from '../../integrations/testing/visit-page.ts';
import { action } from './route.tsx';

let world: Connectable;
beforeAll(async () => {
  world = await openConnectable();
});
afterAll(() => world.close());

it('sends a page with script straight to the consent page', async () => {
  const acme = await world.found('script');
  const { to } = await redirected(action(await world.visit(acme, 'reddit', { script: 'on' })));
  expect(to).toContain('/www.reddit.com/api/v1/authorize?');
});

it('answers a plain form with a page that leads there, since no form may leave', async () => {
  const acme = await world.found('plain');
  const answer = await action(await world.visit(acme, 'reddit', {}));
  expect(answer).toMatchObject({
    url: expect.stringContaining('/www.reddit.com/api/v1/authorize?'),
  });
});

it('asks for the scopes that are missing on top of the usual ones', async () => {
  const acme = await world.found('scopes');
  const form: [string, string][] = [
    ['script', 'on'],
    ['scopes', 'privatemessages'],
  ];
  const { to } = await redirected(action(await world.visit(acme, 'reddit', form)));
  expect(new URL(to ?? '').searchParams.get('scope')).toContain('privatemessages');
});

it('tells on the integration why it cannot begin', async () => {
  const acme = await world.found('unknown');
  const answer = await redirected(
    action(await world.visit(acme, 'reddit', { script: 'on', scopes: 'no-such-scope' })),
  );
  expect(answer.to).toBe(`/o/${acme.slug}/integrations/reddit`);
});

it('keeps the address of a site and says what is wrong with it', async () => {
  const acme = await world.found('site');
  const bad = { script: 'on', 'settings.siteUrl': 'ftp://blog.example.org' };
  expect(await action(await world.visit(acme, 'wordpress', bad))).toMatchObject({
    init: { status: 400 },
    data: { refused: { fields: { 'settings.siteUrl': expect.any(Array) } } },
  });
  const good = { script: 'on', 'settings.siteUrl': 'https://blog.example.org' };
  const { to } = await redirected(action(await world.visit(acme, 'wordpress', good)));
  expect(to).toMatch(/^https:\/\/blog\.example\.org\/wp-admin\/authorize-application\.php\?/);
});

it('begins nothing for a member', async () => {
  const acme = await world.found('member');
  const visitor = await world.join(acme, 'member');
  const ask = { visitor, org: acme.slug, provider: 'reddit' };
  const answer = await redirected(action(await visitPage(world.product, ask, { script: 'on' })));
  expect(answer.to).toBe(`/o/${acme.slug}/integrations/reddit`);
});
