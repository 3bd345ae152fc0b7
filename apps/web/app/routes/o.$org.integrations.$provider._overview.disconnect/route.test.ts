import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Connectable, openConnectable } from '../../connections/testing/connectable.ts';
import { redirected, visitPage } from '../../integrations/testing/visit-page.ts';
import { takeNotice } from '../../session/notice.server.ts';
import { action, loader } from './route.tsx';

let world: Connectable;
beforeAll(async () => {
  world = await openConnectable();
});
afterAll(() => world.close());

it('names the account before, and says afterwards what became of the tokens', async () => {
  const acme = await world.found('ends');
  await world.connect(acme, 'notion');
  expect(await loader(await world.visit(acme, 'notion'))).toMatchObject({
    account: { name: expect.any(String) },
  });
  const answer = await action(await world.visit(acme, 'notion', {}));
  if (!(answer instanceof Response)) throw new Error('it was refused');
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  const { notice } = await takeNotice(new Request('http://own.invalid', { headers: { cookie } }));
  expect(notice?.text).toContain('Notion is disconnected. Notion confirmed');
  const after = await acme.owner.client.connections.get.query({ provider: 'notion' });
  expect(after.state).toBe('none');
});

it('does not ask where nothing is connected', async () => {
  const acme = await world.found('empty');
  const answer = await redirected(loader(await world.visit(acme, 'notion')));
  expect(answer.to).toBe(`/o/${acme.slug}/integrations/notion`);
});

it('refuses a member, who is not asked either', async () => {
  const acme = await world.found('member');
  await world.connect(acme, 'slack');
  const ask = { visitor: await world.join(acme, 'member'), org: acme.slug, provider: 'slack' };
  expect((await redirected(loader(await visitPage(world.product, ask)))).status).toBe(302);
  expect(await action(await visitPage(world.product, ask, {}))).toMatchObject({
    init: { status: 403 },
  });
});
