import { demoSettings } from '@patchbay/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Founded,
  openProduct,
  type Product,
  type Visitor,
} from '../../../server/testing/product.ts';
import { redirected, visitPage } from '../../integrations/testing/visit-page.ts';
import { action, loader } from './route.tsx';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(() => product.close());

const secret = 'a-token-nobody-may-see-again';
const good = { 'settings.login': 'api-login', 'settings.password': secret };

const send = async (acme: Founded, form: Record<string, string>, visitor = acme.owner) =>
  action(await visitPage(product, { visitor, org: acme.slug, provider: 'msp360' }, form));
const stored = (acme: Founded) => acme.owner.client.integrations.get.query({ provider: 'msp360' });

it('stores whole settings, and shows of the secret only that it is saved', async () => {
  const acme = await product.found('stores');
  const answer = await redirected(send(acme, { ...good, revision: '0' }));
  expect(answer).toEqual({
    status: 302,
    to: `/o/${acme.slug}/integrations/msp360/configuration`,
  });
  const { status, settings } = await stored(acme);
  expect(status).toBe('configured');
  expect(settings).toMatchObject({ login: 'api-login', password: { saved: true } });
});

it('names each bad field and keeps what was typed, except secrets', async () => {
  const acme = await product.found('names');
  const answer = await send(acme, {
    'settings.password': secret,
    'settings.label': 'Mine',
    revision: '0',
  });
  expect(answer).toMatchObject({
    init: { status: 400 },
    data: {
      code: 'invalid_input',
      fields: { 'settings.login': ['is required'] },
      values: { login: '', label: 'Mine' },
      retype: ['password'],
      requestId: 'req_pagetest',
    },
  });
  expect(JSON.stringify(answer)).not.toContain(secret);
  expect((await stored(acme)).status).toBe('not_configured');
});

it('leaves a saved secret alone when its input stays empty', async () => {
  const acme = await product.found('leaves');
  await send(acme, { ...good, revision: '0' });
  await send(acme, {
    'settings.login': 'api-login',
    'settings.password': '',
    'settings.label': 'Backups',
    revision: '1',
  });
  const { settings, revision } = await stored(acme);
  expect(revision).toBe(2);
  expect(settings).toMatchObject({ label: 'Backups', password: { saved: true } });
});

it('refuses to save over settings that changed meanwhile, and says who changed them', async () => {
  const acme = await product.found('refuses');
  await send(acme, { ...good, revision: '0' });
  const answer = await send(acme, { ...good, 'settings.label': 'Late', revision: '0' });
  expect(answer).toMatchObject({
    init: { status: 409 },
    data: {
      code: 'conflict',
      values: { label: 'Late' },
      current: { revision: 1, by: 'refuses-owner' },
    },
  });
  expect((await stored(acme)).settings.label ?? null).toBeNull();
});

it('changes nothing for a member', async () => {
  const acme = await product.found('members');
  const member = await product.join(acme, 'member');
  const answer = await send(acme, { ...good, revision: '0' }, member);
  expect(answer).toMatchObject({ init: { status: 403 }, data: { code: 'forbidden' } });
  expect((await stored(acme)).status).toBe('not_configured');
});

it('tests what it saved when asked to, and keeps it when the test fails', async () => {
  const acme = await product.found('tests');
  const answer = await redirected(send(acme, { ...good, revision: '0', after: 'test' }));
  expect(answer).toEqual({ status: 302, to: `/o/${acme.slug}/integrations/msp360` });
  expect(await stored(acme)).toMatchObject({ status: 'error', state: 'error_unreachable' });
});

it('offers what the sandbox accepts to those who may save it, and to nobody else', async () => {
  const acme = await product.found('offers');
  const member = await product.join(acme, 'member');
  const open = async (visitor: Visitor, provider: string, path = '') =>
    loader(await visitPage(product, { visitor, org: acme.slug, provider, path }));
  expect(await open(acme.owner, 'msp360')).toEqual({ demo: demoSettings.msp360, filled: false });
  expect(await open(acme.owner, 'msp360', '/configuration?demo=1')).toMatchObject({ filled: true });
  expect(await open(member, 'msp360')).toMatchObject({ demo: null });
  expect(await open(acme.owner, 'mediawiki')).toMatchObject({ demo: null });
});
