import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, inject } from 'vitest';
import { freePort } from '../harness/free-port.ts';
import { journey } from '../harness/journey.ts';
import { awake, sees } from '../harness/sight.ts';

const everywhere = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

journey('every kind of answer carries the headers that keep it safe', async ({ visits }) => {
  const { url } = inject('product');
  const { context, base } = await visits.founder('Safe Harbour');
  const kinds = [
    base,
    `${base}/integrations.data`,
    '/sign-in',
    '/nowhere',
    '/healthz',
    '/readyz',
    '/api/trpc/integrations.list',
    '/api/v1/openapi.json',
    '/api/v1/integrations',
    '/api/auth/get-session',
  ];
  for (const path of kinds) {
    const answer = await context.request.get(`${url}${path}`, { maxRedirects: 0 });
    const headers = answer.headers();
    const policy = headers['content-security-policy'] ?? '';
    expect({ path, ...headers }).toMatchObject({ path, ...everywhere });
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  }
});

journey(
  'the cookie of a session is out of reach of scripts and other sites',
  async ({ visits }) => {
    const { page, context, base } = await visits.founder('Cookie Jar');
    await page.goto(base);
    await awake(page);
    const cookies = await context.cookies();
    const session = cookies.filter(({ name }) => name.endsWith('session_token'));
    expect(session).toMatchObject([{ httpOnly: true, sameSite: 'Lax', path: '/' }]);
    expect(cookies.filter(({ sameSite }) => sameSite === 'None')).toEqual([]);
    expect(await page.evaluate(() => document.cookie)).not.toContain('session');
    expect(await page.evaluate(() => Object.keys({ ...localStorage }))).toEqual([]);
  },
);

journey('a form on another site changes nothing', async ({ visits }) => {
  const { url } = inject('product');
  const { page, context, base } = await visits.founder('Careful People');
  // Under the same host name the browser sends the cookies along: only the origin tells the two apart.
  const port = await freePort();
  const elsewhere = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html');
    answer.end(`<form method="post" action="${url}${base}/settings/keys/new">
      <input name="name" value="stolen"><input name="permissions" value="settings:edit">
      <button>Win a prize</button></form>`);
  }).listen(port, '127.0.0.1');
  const victim = await context
    .browser()
    ?.newContext({ storageState: await context.storageState() });
  const bait = await victim?.newPage();
  await bait?.goto(`http://localhost:${port}`);
  const answer = bait?.waitForResponse((response) => response.request().method() === 'POST');
  await bait?.getByRole('button').click();
  expect((await answer)?.status()).toBe(403);
  const sent = await (await answer)?.request().allHeaders();
  expect(sent?.cookie).toContain('session_token');
  await sees(bait?.getByText('This request did not come from') ?? page.locator('never'));
  await victim?.close();
  elsewhere.close();
  await once(elsewhere, 'close');

  for (const path of [
    '/api/trpc/integrations.toggle',
    '/api/auth/sign-out',
    '/sign-out',
    '/preferences',
  ]) {
    for (const origin of ['https://evil.example', 'null', `http://localhost:${port}`]) {
      const refused = await context.request.post(`${url}${path}`, {
        headers: { origin },
        data: {},
      });
      expect({ path, origin, status: refused.status() }).toEqual({ path, origin, status: 403 });
    }
  }
  await page.goto(`${base}/settings/keys`);
  await sees(page.getByText('No program has a key yet'));
});
