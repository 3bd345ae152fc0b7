import { type Context, Hono } from 'hono';
import { remember } from '../bounded-map.ts';
import type { FaultShape } from '../faults.ts';
import type { Stage } from '../stage.ts';
import { addAppPassword, addMailbox, deleteMailbox, type Entry, editMailbox } from './changes.ts';
import {
  domainView,
  keepServer,
  type MailServer,
  mailboxView,
  mailServer,
  readKey,
} from './data.ts';

type Env = { Variables: { server: MailServer | null; access: 'rw' | 'ro' | null } };
type Change = { attributes: Record<string, unknown>; items: unknown[] };

const bare = (context: Context, status: 400 | 401 | 403 | 404 | 405, msg: string) =>
  context.json({ type: 'error', msg }, status);

const shape: FaultShape = (context, fault) => {
  if (fault === '401') return bare(context, 401, 'authentication failed');
  if (fault === '403') return bare(context, 403, 'API read/write access denied');
  return null;
};

/** The fake of `https://<name>.mailcow-sandbox.example/api/v1`; facts from mailcow-dockerized's json_api.php. */
export function mailcowRoutes(stage: Stage) {
  const servers = remember((number) => mailServer(Number(number), stage.shelf));
  const app = new Hono<Env>();

  app.use(async (context, next) => {
    const key = (context.req.header('x-api-key') ?? '').replace(/[^a-zA-Z0-9_-]/g, '');
    const fault = await stage.desk.admit(context, key || 'anonymous', ['mailcow'], shape);
    if (fault) return fault;
    const destination = context.req.header('sec-fetch-dest');
    if (destination !== undefined && destination !== 'empty') return context.body(null, 403);
    const read = readKey(key);
    // The real one tells fail2ban about each of these.
    if (key && !read) return bare(context, 401, 'authentication failed');
    context.set('server', read && servers(String(read.number)));
    context.set('access', read?.access ?? null);
    return next();
  });

  app.get(
    '/get/status/version',
    reading(() => ({ version: '2026-07' })),
  );
  app.get(
    '/get/domain/:domain',
    reading((server, context) =>
      context.req.param('domain') === server.domain ? domainView(server) : {},
    ),
  );
  for (const form of ['all', 'reduced']) {
    app.get(`/get/mailbox/${form}`, reading(listed));
    app.get(`/get/mailbox/${form}/:domain`, reading(listed));
  }
  app.get(
    '/get/mailbox/:address',
    reading((server, context) => {
      const [local = '', domain] = (context.req.param('address') ?? '').split('@');
      const box = domain === server.domain ? server.mailboxes.get(local) : undefined;
      return box ? mailboxView(server, box) : {};
    }),
  );
  const changing = changes(stage);
  app.post(
    '/add/mailbox',
    changing((server, { attributes }) => [addMailbox(server, attributes)]),
  );
  app.post(
    '/add/app-passwd',
    changing((server, { attributes }) => [addAppPassword(server, attributes)]),
  );
  app.post(
    '/edit/mailbox',
    changing((server, { attributes, items }) =>
      items.map((address) => editMailbox(server, address, attributes)),
    ),
  );
  app.post(
    '/delete/mailbox',
    changing((server, { items }) => items.map((address) => deleteMailbox(server, address))),
  );
  app.all('/:action{get|add|edit|delete}/:category/*', (context) => {
    const isRead = context.req.param('action') === 'get';
    const verb = isRead ? 'GET' : 'POST';
    if (context.req.method === verb) return bare(context, 404, 'route not found');
    return bare(context, 405, `only ${verb} method is allowed`);
  });
  app.notFound((context) => bare(context, 404, 'route not found'));
  return app;
}

/** Without a key there is no role, and the program ends without a word. */
const reading =
  (answer: (server: MailServer, context: Context<Env>) => unknown) => (context: Context<Env>) => {
    const { server } = context.var;
    return server ? context.json(answer(server, context)) : context.body('');
  };

function listed(server: MailServer, context: Context<Env>): unknown {
  const asked = context.req.param('domain');
  const boxes = asked === undefined || asked === server.domain ? server.mailboxes.values() : [];
  const found = [...boxes].map((box) => mailboxView(server, box));
  // PHP's empty array is written as an object.
  return found.length > 0 ? found : {};
}

const changes =
  (stage: Stage) =>
  (change: (server: MailServer, asked: Change) => Entry[]) =>
  async (context: Context<Env>) => {
    const { server, access } = context.var;
    if (access === 'ro') return bare(context, 403, 'API read/write access denied');
    const body: unknown = await context.req.json().catch(() => null);
    if (body === null) return bare(context, 400, "Request body doesn't contain valid json!");
    if (!server) return context.json([{ type: 'danger', log: [], msg: 'access_denied' }]);
    const entries = change(server, readChange(body));
    if (entries.some(({ type }) => type === 'success')) keepServer(server, stage.shelf);
    return entries.length > 0
      ? context.json(entries)
      : context.json({ type: 'success', msg: 'Task completed' });
  };

/** `add` takes attributes, `edit` both, `delete` a list of items and nothing around it. */
function readChange(body: unknown): Change {
  if (Array.isArray(body)) return { attributes: {}, items: body };
  const whole = typeof body === 'object' ? { ...body } : {};
  const { attr, items }: { attr?: unknown; items?: unknown } = whole;
  return {
    attributes: typeof attr === 'object' && attr !== null ? { ...attr } : whole,
    items: Array.isArray(items) ? items : [],
  };
}
