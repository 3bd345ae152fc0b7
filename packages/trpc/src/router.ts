import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { createCallerFactory, router } from './init.ts';
import { accountsRouter } from './routers/accounts.router.ts';
import { alertsRouter } from './routers/alerts.router.ts';
import { auditRouter } from './routers/audit.router.ts';
import { callsRouter } from './routers/calls.router.ts';
import { catalogRouter } from './routers/catalog.router.ts';
import { connectionsRouter } from './routers/connections.router.ts';
import { deliveriesRouter } from './routers/deliveries.router.ts';
import { driftRouter } from './routers/drift.router.ts';
import { eventsRouter } from './routers/events.router.ts';
import { integrationsRouter } from './routers/integrations.router.ts';
import { invitationsRouter } from './routers/invitations.router.ts';
import { keysRouter } from './routers/keys.router.ts';
import { liveRouter } from './routers/live.router.ts';
import { membersRouter } from './routers/members.router.ts';
import { offboardingsRouter } from './routers/offboardings.router.ts';
import { operationsRouter } from './routers/operations.router.ts';
import { organizationsRouter } from './routers/organizations.router.ts';
import { peopleRouter } from './routers/people.router.ts';
import { repairsRouter } from './routers/repairs.router.ts';
import { replaysRouter } from './routers/replays.router.ts';
import { signOnRouter } from './routers/sign-on.router.ts';
import { sourcesRouter } from './routers/sources.router.ts';
import { subscriptionsRouter } from './routers/subscriptions.router.ts';
import { webhooksRouter } from './routers/webhooks.router.ts';

/** The product's API. Browser, internal programs and the REST façade all call these procedures. */
export const appRouter = router({
  alerts: alertsRouter,
  accounts: accountsRouter,
  audit: auditRouter,
  calls: callsRouter,
  catalog: catalogRouter,
  connections: connectionsRouter,
  drift: driftRouter,
  deliveries: deliveriesRouter,
  events: eventsRouter,
  integrations: integrationsRouter,
  invitations: invitationsRouter,
  keys: keysRouter,
  live: liveRouter,
  members: membersRouter,
  offboardings: offboardingsRouter,
  operations: operationsRouter,
  organizations: organizationsRouter,
  people: peopleRouter,
  repairs: repairsRouter,
  replays: replaysRouter,
  signOn: signOnRouter,
  sources: sourcesRouter,
  subscriptions: subscriptionsRouter,
  webhooks: webhooksRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

/** Calls procedures in the process, as pages do: same checks, same errors, no HTTP. */
export const createCaller = createCallerFactory(appRouter);
export type ApiCaller = ReturnType<typeof createCaller>;
