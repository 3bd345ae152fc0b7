import { demoSettings } from '@patchbay/sandbox';
import type { ActionFunctionArgs, AppLoadContext } from '@remix-run/node';
import { pageContexts } from '../../../server/page-context.ts';
import { origin, type Product, type Visitor } from '../../../server/testing/product.ts';

type Ask = { visitor: Visitor; org: string; provider?: string; path?: string };

/** What a loader or action gets when this person opens the page, with the form they sent if any. */
export async function visitPage(
  { auth, api }: Product,
  { visitor, org, provider = 'syncro', path = '' }: Ask,
  form?: Record<string, string>,
): Promise<ActionFunctionArgs> {
  const request = new Request(`${origin}/o/${org}/integrations/${provider}${path}`, {
    headers: visitor.headers,
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  const contextOf = pageContexts({
    auth,
    api,
    publicUrl: origin,
    signup: 'open',
    sandboxSettings: { msp360: demoSettings.msp360 },
  });
  const facts = { request, address: undefined, requestId: 'req_pagetest', nonce: '' };
  const { context } = await contextOf(facts);
  return { request, context: context as AppLoadContext, params: { org, provider } };
}

/** Status and place of a redirect that was returned or thrown. */
export async function redirected(answer: Promise<unknown>) {
  const response = await answer.catch((thrown: unknown) => thrown);
  if (!(response instanceof Response)) throw new Error('the page did not redirect');
  return { status: response.status, to: response.headers.get('location') };
}
