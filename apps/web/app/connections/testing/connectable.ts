import { demo, giveConsent, startSandbox } from '@patchbay/sandbox';
import { connectionPolicy } from '@patchbay/services';
import {
  type Founded,
  openProduct,
  origin,
  type Product,
} from '../../../server/testing/product.ts';
import { visitPage } from '../../integrations/testing/visit-page.ts';

type Vendor = keyof typeof demo.apps;
type Form = Record<string, string>;

/** A product whose providers are played by a sandbox, with shared apps for all of them. Close it after the suite. */
export async function openConnectable() {
  const sandbox = await startSandbox({ port: 0 });
  const variables: Record<string, string> = {};
  for (const [vendor, { clientId, clientSecret }] of Object.entries(demo.apps)) {
    variables[`${vendor.toUpperCase()}_CLIENT_ID`] = clientId;
    variables[`${vendor.toUpperCase()}_CLIENT_SECRET`] = clientSecret;
    sandbox.putApp(clientId, { redirectUris: [`${origin}/oauth/${vendor}/callback`] });
  }
  const given = { INTEGRATIONS_ENABLED: true, INTEGRATIONS_ALLOWED: [] };
  const oauth = connectionPolicy(variables, given, origin);
  const product: Product = await openProduct(undefined, { sandbox, oauth });
  return {
    ...product,
    product,
    /** The way through the consent page, as `account` of the sandbox. */
    async connect({ owner }: Founded, provider: Vendor, account = '1') {
      const { url } = await owner.client.connections.authorize.mutate({ provider });
      const back = await giveConsent(url, { account });
      const answer = await owner.fetch(`${back.pathname}${back.search}`);
      return new URL(answer.headers.get('location') ?? '', origin);
    },
    /** What an action or loader gets; `more` are the address's other parameters. */
    async visit(
      { owner, slug }: Founded,
      provider: string,
      form?: Form | [string, string][],
      more: Record<string, string> = {},
    ) {
      const sent = Array.isArray(form) ? undefined : form;
      const args = await visitPage(product, { visitor: owner, org: slug, provider }, sent);
      const request = Array.isArray(form)
        ? new Request(args.request, { method: 'POST', body: new URLSearchParams(form) })
        : args.request;
      return { ...args, request, params: { ...args.params, ...more } };
    },
    async close() {
      await product.close();
      await sandbox.close();
    },
  };
}
export type Connectable = Awaited<ReturnType<typeof openConnectable>>;
