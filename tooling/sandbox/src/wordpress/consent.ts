import { type Context, Hono } from 'hono';
import { consentPage, refusalPage } from '../oauth/consent-page.ts';
import type { Stage } from '../stage.ts';
import type { WordpressSite } from './data.ts';
import { passwordId, writePassword } from './passwords.ts';

const parameters = ['app_name', 'app_id', 'success_url', 'reject_url'] as const;
type Asked = Record<(typeof parameters)[number], string>;

/** `/wp-admin/authorize-application.php`: hands an application password back in the address. */
export function consentRoutes(stage: Stage, siteOf: (context: Context) => WordpressSite) {
  const app = new Hono();
  app.get('/', (context) => {
    const asked = readAsked(new URL(context.req.url).searchParams);
    const site = siteOf(context);
    const problem = problemOf(asked);
    if (problem) return refusalPage(context, 'WordPress', problem);
    return consentPage(context, {
      vendorName: `WordPress (${site.name})`,
      appName: asked.app_name,
      accountWord: 'As which user of the site?',
      accounts: site.users.map(({ username, roles }) => ({
        key: username,
        name: username,
        note: roles.join(', '),
      })),
      scopes: [],
      hidden: Object.entries(asked),
    });
  });
  app.post('/', async (context) => {
    const form = new URLSearchParams(await context.req.text());
    const asked = readAsked(form);
    const problem = problemOf(asked);
    if (problem) return refusalPage(context, 'WordPress', problem);
    if (form.get('sandbox_decision') !== 'allow') return reject(context, asked);
    return approve(context, asked, form.get('sandbox_account') ?? '');
  });

  function approve(context: Context, asked: Asked, login: string) {
    const site = siteOf(context);
    if (!site.users.some(({ username }) => username === login))
      return refusalPage(context, 'WordPress', 'There is no such user.');
    const serial = `${stage.run ?? ''} ${stage.serial(`wordpress password ${site.host}`)}`;
    const password = writePassword(site.host, login, serial);
    const created = new Date(stage.clock.now()).toISOString().slice(0, 19);
    const { app_id, app_name: name } = asked;
    site.passwords.push({ uuid: passwordId(password), app_id, name, created, login });
    site.passwords.splice(0, Math.max(0, site.passwords.length - 500));
    if (asked.success_url === '')
      return context.text(`Your new password for ${name} is: ${password}`);
    return leave(context, asked.success_url, {
      site_url: `https://${site.host}`,
      user_login: login,
      password,
    });
  }
  return app;
}

const readAsked = (query: URLSearchParams): Asked => {
  const value = (name: keyof Asked): string => query.get(name) ?? '';
  return {
    app_name: value('app_name'),
    app_id: value('app_id'),
    success_url: value('success_url'),
    reject_url: value('reject_url'),
  };
};

/** The site runs as a `local` environment, which is where WordPress accepts http addresses. */
function problemOf(asked: Asked): string | null {
  if (asked.app_name === '') return 'The app_name is missing.';
  if (asked.app_id !== '' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(asked.app_id))
    return 'The app_id must be a UUID.';
  for (const url of [asked.success_url, asked.reject_url])
    if (url !== '' && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
      return 'The success and reject addresses must be web addresses.';
  return null;
}

function reject(context: Context, asked: Asked): Response {
  if (asked.reject_url !== '') return leave(context, asked.reject_url, {});
  if (asked.success_url !== '') return leave(context, asked.success_url, { success: 'false' });
  return context.text('The request was refused.');
}

function leave(context: Context, address: string, more: Record<string, string>): Response {
  const url = new URL(address);
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  context.header('cache-control', 'no-store');
  context.header('referrer-policy', 'no-referrer');
  return context.redirect(url.href, 303);
}
