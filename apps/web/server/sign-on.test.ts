import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Founded,
  openProduct,
  origin,
  type Product,
  type Visitor,
} from './testing/product.ts';

const redirectUri = 'https://wiki.example.org/callback';
const verifier = 'a-verifier-of-at-least-forty-three-characters-0123456789';

let product: Product;
let acme: Founded;
let ann: Visitor;
let tool: { clientId: string; secret: string };
beforeAll(async () => {
  product = await openProduct();
  acme = await product.found('Acme');
  ann = await product.join(acme, 'member');
  const made = await acme.owner.client.signOn.create.mutate({
    name: 'Wiki',
    redirectUris: [redirectUri],
  });
  tool = { clientId: made.clientId, secret: made.secret ?? '' };
});
afterAll(() => product.close());

async function challenge(): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return Buffer.from(digest).toString('base64url');
}

async function authorize(who: Visitor): Promise<URL> {
  const query = new URLSearchParams({
    client_id: tool.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid irc xmpp',
    state: 'some-state',
    code_challenge: await challenge(),
    code_challenge_method: 'S256',
  });
  const answer = await who.fetch(`/api/auth/oauth2/authorize?${query}`);
  return new URL(answer.headers.get('location') ?? '', origin);
}

/** All the way from the tool's button to what it is told. */
async function signIn(who: Visitor): Promise<Record<string, unknown>> {
  let back = await authorize(who);
  if (back.pathname === '/sso/consent') {
    const headers = new Headers(who.headers);
    const session = await product.auth.sessionOf(headers);
    if (session === null) throw new Error('nobody is signed in');
    const answer = { query: back.search, accept: true };
    back = new URL((await product.auth.signOn.answerConsent(session, answer, { headers })).url);
  }
  const code = back.searchParams.get('code') ?? '';
  const token = await exchange(code);
  const { access_token } = await token.json();
  const said = await product.app.request('/api/auth/oauth2/userinfo', {
    headers: { authorization: `Bearer ${access_token}`, origin: 'https://wiki.example.org' },
  });
  return said.json();
}

const exchange = (code: string, secret = tool.secret) =>
  product.app.request('/api/auth/oauth2/token', {
    method: 'POST',
    // A page of the tool itself may ask: no cookie opens this.
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://wiki.example.org',
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      client_id: tool.clientId,
      client_secret: secret,
    }).toString(),
  });

async function giveNick(status: string): Promise<void> {
  await product.query(
    `with made as (
       insert into integration_accounts (organization_id, integration_id, user_id, integration_type, system,
         identifier, identifier_key, status)
       select c.organization_id, c.id, m."userId", 'irc', 'irc.example', 'ann', 'ann', $2
       from integration_configs c join auth.member m on m."organizationId" = c.organization_id and m.role = 'member'
       where c.organization_id = $1 limit 1 returning id, organization_id)
     insert into irc_account (account_id, organization_id, nick, server, port)
     select id, organization_id, 'ann', 'irc.example', 6697 from made`,
    [acme.id, status],
  );
}

describe('a tool of the organization', () => {
  it('is told the nick of an active account, and of no other', async () => {
    expect(await signIn(ann)).not.toHaveProperty('irc_nick');
    await giveNick('active');
    expect(await signIn(ann)).toMatchObject({ irc_nick: 'ann' });
    for (const status of ['suspended', 'deleted', 'provisioning']) {
      await product.query('update integration_accounts set status = $1', [status]);
      expect(await signIn(ann)).not.toHaveProperty('irc_nick');
    }
  });

  it('is registered with a digest of its secret, which another one replaces', async () => {
    const [row] = await product.query('select * from auth."oauthClient"');
    expect(JSON.stringify(row)).not.toContain(tool.secret);
    const before = tool.secret;
    const { clientId } = tool;
    const { secret } = await acme.owner.client.signOn.replaceSecret.mutate({ clientId });
    tool.secret = secret ?? '';
    const code = (await authorize(ann)).searchParams.get('code') ?? '';
    expect((await exchange(code, before)).status).toBe(401);
    expect(await signIn(ann)).toHaveProperty('sub');
    const [client] = await acme.owner.client.signOn.list.query();
    expect(client).toMatchObject({ name: 'Wiki', people: 1 });
  });

  it.each([
    'http://wiki.example.org/callback',
    'https://wiki.example.org/callback#top',
    'https://*.example.org/callback',
    'https://ann:secret@wiki.example.org/callback',
    'javascript:alert(1)',
    'wiki.example.org',
  ])('cannot be returned to at %s', async (uri) => {
    const made = acme.owner.client.signOn.create.mutate({ name: 'Bad', redirectUris: [uri] });
    await expect(made).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } });
  });

  it('knows nobody of another organization, not even its operator', async () => {
    const there = await product.found('Elsewhere');
    for (const visitor of [there.owner, product.operator])
      expect((await authorize(visitor)).pathname).toBe('/sso/refused');
  });

  it('loses whoever is offboarded, with what they had consented to', async () => {
    const leaver = await product.join(acme, 'member');
    await signIn(leaver);
    const members = await acme.owner.client.members.list.query();
    const memberId = members.at(-1)?.id ?? '';
    await acme.owner.client.offboardings.start.mutate({ memberId });
    expect((await authorize(leaver)).pathname).toBe('/sso/refused');
    const [{ count }] = await product.query(
      `select count(*)::int as count from auth."oauthConsent" where "userId" = $1`,
      [members.at(-1)?.userId],
    );
    expect(count).toBe(0);
  });
});

describe('the endpoints', () => {
  it('answer scripts of any site, and leave cookies where they are', async () => {
    const discovery = await product.app.request('/.well-known/openid-configuration');
    expect(discovery.headers.get('access-control-allow-origin')).toBe('*');
    expect(discovery.headers.get('access-control-allow-credentials')).toBeNull();
    expect(await discovery.json()).toMatchObject({
      issuer: origin,
      authorization_endpoint: `${origin}/api/auth/oauth2/authorize`,
      scopes_supported: ['openid', 'profile', 'email', 'irc', 'xmpp'],
    });
    const preflight = await product.app.request('/api/auth/oauth2/userinfo', { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization, content-type',
    ]);
  });

  it('go on after signing in without what signing in has settled', async () => {
    const asked = '/sso/continue?client_id=x&prompt=login+consent&max_age=0&sig=s&exp=1&ba_iat=2';
    const page = await (await product.app.request(asked)).text();
    const target = '/api/auth/oauth2/authorize?client_id=x&amp;prompt=consent';
    expect(page).toContain(`content="0;url=${target}"`);
  });
});
