import { type Context, Hono } from 'hono';
import type { Desk } from '../desk.ts';
import { type SyncroTenant, syncroTenant } from './data.ts';

const perPage = 25;

/** `Authorization: Bearer sandbox-syncro-<n>`: `n` is the account, whatever the subdomain. */
const tokenRule = /^sandbox-syncro-(\d{1,9})(-fault-[a-z0-9]+)?$/;

type Variables = { number: number; tenant: SyncroTenant };
type SyncroContext = Context<{ Variables: Variables }>;

/** The fake of `https://{subdomain}.syncromsp.com/api/v1`; shapes from Syncro's swagger.json. */
export function syncroRoutes(desk: Desk) {
  const tenants = new Map<number, SyncroTenant>();
  const tenantOf = (number: number): SyncroTenant => {
    const tenant = tenants.get(number) ?? syncroTenant(number);
    tenants.set(number, tenant);
    return tenant;
  };

  const app = new Hono<{ Variables: Variables }>();
  app.use(async (context, next) => {
    const token = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
    const fault = await desk.admit(context, token || 'anonymous');
    if (fault) return fault;
    const number = tokenRule.exec(token)?.[1];
    if (number === undefined) return context.json({ error: 'Unauthorized' }, 401);
    context.set('number', Number(number));
    context.set('tenant', tenantOf(Number(number)));
    return next();
  });

  app.get('/me', (context) => context.json(me(context)));
  app.get('/customers', (context) => {
    const { query = '', email = '' } = context.req.query();
    const found = context.var.tenant.customers.filter(
      (customer) =>
        holds(customer.business_name, query) && (email === '' || customer.email === email),
    );
    return context.json(page(context, 'customers', found));
  });
  app.get('/tickets', (context) => {
    const { status = '', query = '', customer_id = '' } = context.req.query();
    const found = context.var.tenant.tickets.filter(
      (ticket) =>
        (status === '' || ticket.status === status) &&
        (customer_id === '' || String(ticket.customer_id) === customer_id) &&
        holds(ticket.subject, query),
    );
    return context.json(page(context, 'tickets', found));
  });
  app.post('/tickets', async (context) => createTicket(context));
  app.get('/customer_assets', (context) =>
    context.json(page(context, 'assets', context.var.tenant.assets)),
  );
  app.get('/rmm_alerts', (context) => {
    const { status = 'active' } = context.req.query();
    const found = context.var.tenant.alerts.filter(
      (alert) => status === 'all' || alert.status === status,
    );
    return context.json(page(context, 'rmm_alerts', found));
  });
  return app;
}

const holds = (text: string, query: string) => text.toLowerCase().includes(query.toLowerCase());

const subdomainOf = (context: Context): string => /^\/([^./]+)\./.exec(context.req.path)?.[1] ?? '';

/** The real answer carries `user_token`, a live credential: ours does too, to see that nobody logs it. */
const me = (context: SyncroContext) => ({
  user_token: `sandbox-live-token-of-${context.var.number}`,
  user_email: `api@tenant-${context.var.number}.example`,
  user_name: `API user ${context.var.number}`,
  user_id: 100 + context.var.number,
  admin: false,
  subdomain: subdomainOf(context),
  permissions: {
    asset: { read: true, write: false, delete: false },
    customer: { read: true, write: false, delete: false },
    ticket: { read: true, write: true, delete: false },
  },
});

function page<Name extends string, Item>(context: Context, name: Name, items: Item[]) {
  const number = Math.max(1, Number(context.req.query('page') ?? 1) || 1);
  return {
    [name]: items.slice((number - 1) * perPage, number * perPage),
    meta: {
      total_pages: Math.max(1, Math.ceil(items.length / perPage)),
      total_entries: items.length,
      per_page: perPage,
      page: number,
    },
  };
}

/** Refusals come as 422 in one of Syncro's several forms. */
async function createTicket(context: SyncroContext): Promise<Response> {
  const body: Record<string, unknown> = await context.req.json().catch(() => ({}));
  const { tickets, customers } = context.var.tenant;
  const owner = customers.find((customer) => customer.id === body.customer_id);
  if (!owner) return context.json({ error: 'Customer must exist' }, 422);
  if (typeof body.subject !== 'string' || body.subject === '')
    return context.json({ success: false, message: ["Subject can't be blank"], params: {} }, 422);
  const now = new Date().toISOString();
  const ticket = {
    id: context.var.number * 1_000 + 400 + tickets.length,
    number: 1_000 + tickets.length,
    subject: body.subject,
    status: String(body.status ?? 'New'),
    problem_type: String(body.problem_type ?? 'Other'),
    priority: String(body.priority ?? '2 Normal'),
    customer_id: owner.id,
    customer_business_then_name: owner.business_name,
    created_at: now,
    updated_at: now,
  };
  tickets.unshift(ticket);
  return context.json({ ticket });
}
