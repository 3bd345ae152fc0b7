import { Hono } from 'hono';
import type { WpUser } from './data.ts';
import {
  bodyOf,
  failure,
  forbidden,
  notLoggedIn,
  paged,
  trimmed,
  type WpContext,
  type WpEnv,
} from './replies.ts';

const isAdmin = (user: WpUser | null): boolean => user?.roles.includes('administrator') ?? false;

function view(context: WpContext, user: WpUser): object {
  const { host } = context.var.site;
  const open = {
    id: user.id,
    name: user.name,
    url: '',
    description: '',
    link: `https://${host}/author/${user.username}/`,
    slug: user.username,
  };
  if (context.req.query('context') !== 'edit' && context.req.method === 'GET') return open;
  const { username, email, roles } = user;
  const capabilities = Object.fromEntries(['read', ...roles].map((name) => [name, true]));
  return {
    ...open,
    username,
    email,
    roles,
    capabilities,
    registered_date: '2026-01-01T00:00:00+00:00',
  };
}

const unknownUser = (context: WpContext) =>
  failure(context, 404, 'rest_user_invalid_id', 'Invalid user ID.');

const find = (context: WpContext): WpUser | undefined =>
  context.var.site.users.find(({ id }) => String(id) === context.req.param('id'));

/** `/wp/v2/users`, and the application passwords below it. */
export function userRoutes() {
  const app = new Hono<WpEnv>();
  app.get('/me', (context) => {
    const { user } = context.var;
    return user ? context.json(trimmed(context, view(context, user))) : notLoggedIn(context);
  });
  app.get('/me/application-passwords/introspect', (context) => introspect(context));
  app.get('/', (context) =>
    isAdmin(context.var.user)
      ? paged(
          context,
          context.var.site.users.map((user) => view(context, user)),
        )
      : forbidden(context),
  );
  app.post('/', (context) => (isAdmin(context.var.user) ? create(context) : forbidden(context)));
  app.get('/:id{\\d+}', (context) => {
    const user = find(context);
    return user ? context.json(trimmed(context, view(context, user))) : unknownUser(context);
  });
  app.post('/:id{\\d+}', async (context) => {
    if (!isAdmin(context.var.user)) return forbidden(context);
    const user = find(context);
    if (!user) return unknownUser(context);
    const { roles, email, name } = await bodyOf(context);
    // An empty list of roles is ignored.
    if (Array.isArray(roles) && roles.length > 0) user.roles = roles.map(String);
    if (typeof email === 'string') user.email = email;
    if (typeof name === 'string') user.name = name;
    return context.json(view(context, user));
  });
  app.delete('/:id{\\d+}', (context) => remove(context));
  app.delete('/:id/application-passwords', (context) => revokePasswords(context, null));
  app.delete('/:id/application-passwords/:uuid', (context) =>
    revokePasswords(context, context.req.param('uuid')),
  );
  return app;
}

function introspect(context: WpContext): Response {
  const { site, user, uuid } = context.var;
  if (!user || !uuid) return notLoggedIn(context);
  const known = site.passwords.find((password) => password.uuid === uuid);
  const { app_id = '', name = 'Demo', created = '2026-01-01T00:00:00' } = known ?? {};
  return context.json({ uuid, app_id, name, created, last_used: null, last_ip: null });
}

/** A name or an address that is taken is HTTP 500, with `data: null`. */
async function create(context: WpContext): Promise<Response> {
  const { site } = context.var;
  const { username, email, password, roles } = await bodyOf(context);
  const missing = Object.entries({ username, email, password }).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [] : [name],
  );
  if (missing.length > 0)
    return failure(
      context,
      400,
      'rest_missing_callback_param',
      `Missing parameter(s): ${missing.join(', ')}`,
      { params: missing },
    );
  const login = String(username);
  if (!/^[\w.@ -]{1,60}$/.test(login))
    return failure(context, 400, 'rest_invalid_param', 'Invalid parameter(s): username', {
      params: { username: 'This username is invalid because it uses illegal characters.' },
    });
  if (site.users.some((user) => user.username === login))
    return failure(
      context,
      500,
      'existing_user_login',
      'Sorry, that username already exists!',
      null,
    );
  if (site.users.some((user) => user.email === email))
    return failure(
      context,
      500,
      'existing_user_email',
      'Sorry, that email address is already used!',
      null,
    );
  if (site.users.length >= 500) return forbidden(context);
  site.nextId += 1;
  const role = Array.isArray(roles) && roles.length > 0 ? roles.map(String) : ['subscriber'];
  const user = { id: site.nextId, username: login, name: login, email: String(email), roles: role };
  site.users.push(user);
  return context.json(view(context, user), 201);
}

function remove(context: WpContext): Response {
  if (!isAdmin(context.var.user)) return forbidden(context);
  const user = find(context);
  if (!user) return unknownUser(context);
  if (context.req.query('reassign') === undefined)
    return failure(context, 400, 'rest_missing_callback_param', 'Missing parameter(s): reassign', {
      params: ['reassign'],
    });
  if (context.req.query('force') !== 'true')
    return failure(
      context,
      501 as 500,
      'rest_trash_not_supported',
      "Users do not support trashing. Set 'force=true' to delete.",
    );
  const previous = view(context, user);
  context.var.site.users = context.var.site.users.filter(({ id }) => id !== user.id);
  return context.json({ deleted: true, previous });
}

function revokePasswords(context: WpContext, uuid: string | null): Response {
  const { site, user } = context.var;
  const id = context.req.param('id') ?? '';
  if (!user) return notLoggedIn(context);
  const owner = id === 'me' ? user : find(context);
  if (!owner) return unknownUser(context);
  if (owner.id !== user.id && !isAdmin(user)) return forbidden(context);
  const own = site.passwords.filter(
    (password) => password.login === owner.username && (uuid === null || password.uuid === uuid),
  );
  const isCurrent = uuid !== null && uuid === context.var.uuid;
  if (uuid !== null && own.length === 0 && !isCurrent)
    return failure(
      context,
      404,
      'rest_application_password_not_found',
      'Application password not found.',
    );
  for (const password of own) site.revoked.add(password.uuid);
  if (isCurrent) site.revoked.add(uuid);
  site.passwords = site.passwords.filter((password) => !own.includes(password));
  return context.json(uuid === null ? { deleted: true, count: own.length } : { deleted: true });
}
