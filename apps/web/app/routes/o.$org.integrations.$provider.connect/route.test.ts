import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { redirected, visitPage } from '../../integrations/testing/visit-page.ts';
import { action } from './route.tsx';

let world: Connectable;
beforeAll(async () => {
  world = await openConnectable();
});
afterAll(() => world.close());

/** Where the person is sent, from the answer. */
async function wayOf(args: Parameters<typeof action>[0]): Promise<URL> {
  const answer = await action(args);
  if (!('url' in answer)) throw new Error('nothing began');
  return new URL(answer.url);
}

it('answers where the consent page is, which no form of ours may lead to by itself', async () => {
  const acme = await world.found('plain');
  const url = await wayOf(await world.visit(acme, 'reddit', {}));
  expect(url.pathname).toBe('/www.reddit.com/api/v1/authorize');
});

it('comes back to the address that the page gives for an app of one’s own', async () => {
  const acme = await world.found('callback');
  const url = await wayOf(await world.visit(acme, 'reddit', {}));
  const { integrations } = acme.owner.client;
  const { callbackUrl } = await integrations.get.query({ provider: 'reddit' });
  expect(callbackUrl).toMatch(/^http:.+\/oauth\/reddit\/callback$/);
  expect(url.searchParams.get('redirect_uri')).toBe(callbackUrl);
  expect(await integrations.get.query({ provider: 'syncro' })).toMatchObject({ callbackUrl: null });
});

it('asks for the scopes that are missing on top of the usual ones', async () => {
  const acme = await world.found('scopes');
  const url = await wayOf(await world.visit(acme, 'reddit', { scopes: 'privatemessages' }));
  expect(url.searchParams.get('scope')?.split(' ')).toEqual(
    expect.arrayContaining(['identity', 'privatemessages']),
  );
});

it('tells on the integration why it cannot begin', async () => {
  const acme = await world.found('unknown');
  const answer = await redirected(
    action(await world.visit(acme, 'reddit', { scopes: 'no-such-scope' })),
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
  const url = await wayOf(await world.visit(acme, 'wordpress', good));
  expect(url.origin + url.pathname).toBe(
    'https://blog.example.org/wp-admin/authorize-application.php',
  );
});

it('begins nothing for a member', async () => {
  const acme = await world.found('member');
  const visitor = await world.join(acme, 'member');
  const ask = { visitor, org: acme.slug, provider: 'reddit' };
  const answer = await redirected(action(await visitPage(world.product, ask, {})));
  expect(answer.to).toBe(`/o/${acme.slug}/integrations/reddit`);
});
