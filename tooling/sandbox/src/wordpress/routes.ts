import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { remember } from '../bounded-map.ts';
import { page, pageHeaders } from '../page.ts';
import type { Stage } from '../stage.ts';
import { consentRoutes } from './consent.ts';
import { type WordpressSite, type WpUser, wordpressSite } from './data.ts';
import { isPassword, passwordId } from './passwords.ts';
import { postRoutes } from './posts.ts';
import { failure, notLoggedIn, type WpEnv, wordpressShape } from './replies.ts';
import { userRoutes } from './users.ts';

type Bindings = WpEnv & { Bindings: { site: WordpressSite; outer: Context } };

/** Sites below `*.wordpress-sandbox.example`: pages, the consent page, and the REST API in both address forms. */
export function wordpressRoutes(stage: Stage) {
  const sites = remember(wordpressSite, 100);
  const siteOf = (context: Context) => sites(/^\/([^/]+)/.exec(context.req.path)?.[1] ?? '');
  const api = restApi(stage);

  const rest = (context: Context, route: string): Response | Promise<Response> => {
    const url = new URL(context.req.url);
    url.searchParams.delete('rest_route');
    url.pathname = route === '/' ? '/' : route.replace(/\/$/, '');
    return api.fetch(new Request(url, context.req.raw), { site: siteOf(context), outer: context });
  };

  const app = new Hono();
  app.route('/wp-admin/authorize-application.php', consentRoutes(stage, siteOf));
  app.all('/wp-json', (context) => rest(context, '/'));
  app.all('/wp-json/*', (context) => rest(context, context.req.path.replace(/^.*?\/wp-json/, '')));
  app.all('*', (context) => {
    if (!/^\/[^/]+\/?$/.test(context.req.path)) return context.notFound();
    const route = context.req.query('rest_route');
    if (route?.startsWith('/')) return rest(context, route);
    const site = siteOf(context);
    context.header('link', `<https://${site.host}/wp-json/>; rel="https://api.w.org/"`);
    const body = html`<span class="mark">Sandbox</span><h1>${site.name}</h1><p>A WordPress site that is not there.</p>`;
    return context.html(page(site.name, body), 200, pageHeaders);
  });
  return app;
}

function restApi(stage: Stage) {
  const app = new Hono<Bindings>();
  app.use(async (context, next) => {
    const { site } = context.env;
    context.set('site', site);
    const read = readBasic(context.req.header('authorization'));
    const signedIn = read && signIn(site, read.login, read.password);
    const label = read ? `wordpress-${site.host}-${read.login}` : `wordpress-${site.host}`;
    const aliases = [...(read ? [read.login] : []), site.host, 'wordpress'];
    const fault = await stage.desk.admit(context.env.outer, label, aliases, wordpressShape);
    if (fault) return fault;
    // A wrong password is refused even where nobody needs to be signed in.
    if (read && !signedIn) {
      const isKnown = site.users.some(({ username }) => username === read.login);
      if (!isKnown) return failure(context, 401, 'invalid_username', 'Unknown username.');
      if (context.req.path !== '/wp/v2/users/me')
        return failure(context, 401, 'incorrect_password', 'The provided password is invalid.');
      return notLoggedIn(context);
    }
    context.set('user', signedIn ? signedIn.user : null);
    context.set('uuid', signedIn ? signedIn.uuid : null);
    await next();
    return undefined;
  });
  app.get('/', (context) => context.json(indexOf(context.env.site)));
  app.route('/wp/v2/users', userRoutes());
  app.route('/wp/v2/posts', postRoutes());
  app.notFound((context) =>
    failure(
      context,
      404,
      'rest_no_route',
      'No route was found matching the URL and request method.',
    ),
  );
  return app;
}

/** Only application passwords open the REST API; the account's normal password does not. */
function signIn(
  site: WordpressSite,
  login: string,
  password: string,
): { user: WpUser; uuid: string } | null {
  const user = site.users.find(({ username, email }) => username === login || email === login);
  if (!user || !isPassword(site.host, user.username, password)) return null;
  const uuid = passwordId(password);
  return site.revoked.has(uuid) ? null : { user, uuid };
}

function readBasic(header: string | undefined): { login: string; password: string } | null {
  const encoded = /^Basic (\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const at = text.indexOf(':');
  return at < 0 ? null : { login: text.slice(0, at), password: text.slice(at + 1) };
}

const indexOf = ({ host, name }: WordpressSite) => ({
  name,
  description: 'Just another sandbox site',
  url: `https://${host}`,
  home: `https://${host}`,
  gmt_offset: 0,
  timezone_string: '',
  namespaces: ['oembed/1.0', 'wp/v2', 'wp-site-health/v1'],
  authentication: {
    'application-passwords': {
      endpoints: { authorization: `https://${host}/wp-admin/authorize-application.php` },
    },
  },
  routes: {},
});
