import { demo } from '@patchbay/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { redirected } from '../../integrations/testing/visit-page.ts';
import { action, loader } from './route.tsx';

let world: Connectable;
beforeAll(async () => {
  world = await openConnectable();
});
afterAll(() => world.close());

async function withServer(name: string) {
  const acme = await world.found(name);
  const settings = demo.tokens.discord;
  await acme.owner.client.integrations.configure.mutate({ provider: 'discord', settings });
  return acme;
}

it('says what a person agrees to, and answers where they do', async () => {
  const acme = await withServer('consenting');
  expect(await loader(await world.visit(acme, 'discord'))).toMatchObject({
    name: 'Discord',
    about: expect.stringContaining('Discord'),
  });
  const { url } = await action(await world.visit(acme, 'discord', {}));
  expect(new URL(url).searchParams.get('scope')).toBe('identify guilds.join');
});

it('tells on the page of accounts why it cannot begin', async () => {
  const acme = await world.found('unready');
  const answer = await redirected(action(await world.visit(acme, 'discord', {})));
  expect(answer).toMatchObject({ status: 302, to: `/o/${acme.slug}/my-accounts` });
});

it('is not there for accounts that are made and not brought', async () => {
  const acme = await world.found('making');
  await expect(loader(await world.visit(acme, 'mailcow'))).rejects.toMatchObject({
    init: { status: 404 },
  });
});
