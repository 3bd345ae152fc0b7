import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import type { Desk } from '../desk.ts';
import { type Msp360Tenant, msp360Tenant } from './data.ts';

/** `UserName: sandbox-msp360-<n>` with this password: `n` is the account. */
export const msp360Password = 'sandbox-password';
const loginRule = /^sandbox-msp360-(\d{1,9})(-fault-[a-z0-9]+)?$/;
const lifeSeconds = 14 * 24 * 3600;

type Variables = { tenant: Msp360Tenant };

/** The fake of `https://api.mspbackups.com`; shapes from the MBS help and its PowerShell module. */
export function msp360Routes(desk: Desk) {
  const tenants = new Map<number, Msp360Tenant>();
  const sessions = new Map<string, { login: string; number: number; endsAt: number }>();
  const tenantOf = (number: number): Msp360Tenant => {
    const tenant = tenants.get(number) ?? msp360Tenant(number);
    tenants.set(number, tenant);
    return tenant;
  };

  const app = new Hono<{ Variables: Variables }>();
  app.post('/api/Provider/Login', async (context) => {
    const body: Record<string, unknown> = await context.req.json().catch(() => ({}));
    const login = String(body.UserName ?? '');
    const fault = await desk.admit(context, login || 'anonymous');
    if (fault) return fault;
    const number = loginRule.exec(login)?.[1];
    if (number === undefined || body.Password !== msp360Password)
      return context.json({ Message: 'The user name or password is incorrect.' }, 403);
    const access_token = createHash('sha256')
      .update(`${login} ${sessions.size}`)
      .digest('base64url');
    sessions.set(access_token, {
      login,
      number: Number(number),
      endsAt: Date.now() + lifeSeconds * 1000,
    });
    return context.json({ access_token, token_type: 'bearer', expires_in: lifeSeconds });
  });

  app.use(async (context, next) => {
    const token = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
    const session = sessions.get(token);
    const fault = await desk.admit(context, session?.login ?? 'anonymous');
    if (fault) return fault;
    if (!session || session.endsAt <= Date.now())
      return context.json({ Message: 'Authorization has been denied for this request.' }, 401);
    context.set('tenant', tenantOf(session.number));
    return next();
  });
  app.get('/api/Companies', (context) => context.json(context.var.tenant.companies));
  app.get('/api/Companies/:id', (context) => {
    const found = context.var.tenant.companies.find(({ Id }) => Id === context.req.param('id'));
    return found ? context.json(found) : context.text('Not found', 404);
  });
  app.get('/api/Users', (context) => context.json(context.var.tenant.users));
  app.get('/api/Users/:id', (context) => {
    const found = context.var.tenant.users.find(({ ID }) => ID === context.req.param('id'));
    return found ? context.json(found) : context.text('Not found', 404);
  });
  app.get('/api/Monitoring', (context) => context.json(context.var.tenant.monitoring));
  app.get('/api/Monitoring/:userId', (context) =>
    context.json(
      context.var.tenant.monitoring.filter(({ UserID }) => UserID === context.req.param('userId')),
    ),
  );
  return app;
}
