import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Founded, openProduct, origin, type Product } from '../../server/testing/product.ts';
import { redirected, visitPage } from '../integrations/testing/visit-page.ts';
import { action as edit } from '../routes/o.$org.webhooks.sources.$source.edit.tsx';
import { action as rotate } from '../routes/o.$org.webhooks.sources.$source.rotate.tsx';
import type { WebhookRules } from './rules.ts';
import { fromRules } from './rules-form.ts';

let product: Product;
let acme: Founded;
beforeAll(async () => {
  product = await openProduct();
  acme = await product.found('Acme');
});
afterAll(() => product.close());

const visit = async (source: string, form: Record<string, string>) => {
  const args = await visitPage(product, { visitor: acme.owner, org: acme.slug }, form);
  const request = new Request(`${origin}/o/${acme.slug}/webhooks`, args.request);
  return { ...args, request, params: { org: acme.slug, source } };
};

/** More than the form has inputs for: milliseconds, two tolerances, a prefix of the key, a joined id. */
const rules: WebhookRules = {
  verifier: {
    kind: 'hmac',
    hash: 'sha256',
    signature: { header: 'x-signature', prefix: '', encoding: 'hex' },
    signed: ['timestamp', { text: '.' }, 'body'],
    timestamp: {
      header: 'x-time',
      prefix: '',
      unit: 'milliseconds',
      pastSeconds: 600,
      futureSeconds: 60,
    },
    key: { encoding: 'base64', prefix: 'key_' },
  },
  deliveryId: [{ pointers: ['/id', '/revision'] }],
  eventType: [{ pointers: ['/type'] }],
  channel: [],
};

it('leaves rules whole that a program made when somebody changes the name only', async () => {
  const { sources } = acme.owner.client;
  const { id } = await sources.create.mutate({ provider: 'custom', rules, name: 'Shop' });
  const sent = { name: 'Web shop', events: '', channels: '', ...fromRules(rules) };
  await redirected(edit(await visit(id, sent)));
  expect(await sources.get.query({ id })).toMatchObject({ name: 'Web shop', rules });
  await redirected(edit(await visit(id, { ...sent, header: 'x-other' })));
  const changed = await sources.get.query({ id });
  expect(changed.rules?.verifier).toMatchObject({ signature: { header: 'x-other' } });
});

it('lets a source whose sender sends its secret wait for the next one', async () => {
  const { sources } = acme.owner.client;
  const { id } = await sources.create.mutate({ provider: 'notion', name: 'Wiki' });
  const answer = await redirected(rotate(await visit(id, { overlapHours: '24' })));
  expect(answer).toEqual({ status: 302, to: `/o/${acme.slug}/webhooks/sources/${id}` });
});
