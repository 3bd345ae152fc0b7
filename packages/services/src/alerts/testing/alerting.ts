import type { HealthReason } from '@patchbay/core';
import { AlertNotification, IntegrationConfig } from '@patchbay/db';
import { ensureJobs } from '@patchbay/jobs';
import { createHttp } from '@patchbay/providers';
import { recordChecks } from '../../health/record.ts';
import * as integrations from '../../integrations/index.ts';
import type { Runtime, ServiceContext } from '../../kernel/index.ts';
import { openWorld, type Tenant } from '../../kernel/testing/world.ts';
import * as alerts from '../index.ts';
import { sendNotification } from '../send.ts';
import { watchStates } from '../watch.ts';

export type Alerting = Awaited<ReturnType<typeof openAlerting>>;

const syncro = { subdomain: 'acme', apiToken: 'a-token-of-some-length' };

/** A world whose checks have the outcome that a test says, and whose messages go out when it says so. */
export async function openAlerting() {
  const world = await openWorld();
  await ensureJobs(world.url);
  const received: { url: string; headers: Headers; body: string }[] = [];
  const answers = { status: 200 };
  const http = createHttp({
    clock: world.clock,
    retries: 0,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      received.push({ url: request.url, headers: request.headers, body: await request.text() });
      return new Response(null, { status: answers.status });
    },
  });
  const runtime: Runtime = { ...world.runtime, http };
  const em = () => runtime.orm.em.fork();

  async function open(): Promise<Place> {
    const tenant = await world.organization();
    const admin = { ...(await tenant.as('admin')), runtime };
    const { id } = await integrations.configure(admin, { provider: 'syncro', settings: syncro });
    return { tenant, admin, integrationId: id };
  }

  /** A check of the integration, a minute after the one before. */
  async function check({ tenant, integrationId }: Place, reason: HealthReason | 'ok') {
    world.clock.advance(60_000);
    const { revision } = await em().findOneOrFail(IntegrationConfig, { id: integrationId });
    const at = world.clock.now();
    const failed = { health: 'error' as const, message: `It is ${reason}.` };
    const good = { health: 'ok' as const, message: 'Works.' };
    const report = reason === 'ok' ? { ...good, reason: null } : { ...failed, reason };
    await recordChecks(runtime, [
      {
        integrationId,
        organizationId: tenant.id,
        provider: 'syncro',
        revision,
        slot: at,
        trigger: 'schedule',
        checkedAt: at,
        report: { ...report, latencyMs: 1, stages: [] },
      },
    ]);
  }

  const checks = async (place: Place, ...reasons: (HealthReason | 'ok')[]) => {
    for (const reason of reasons) await check(place, reason);
  };
  const listed = (place: Place, state: 'open' | 'closed' | 'all' = 'open') =>
    alerts.list(place.admin, { state }).then(({ items }) => items);
  const webhook = (place: Place, leastSeverity: 'critical' | 'notice' = 'notice') =>
    alerts.createChannel(place.admin, {
      kind: 'webhook',
      name: 'Receiver',
      url: 'https://receiver.example/hook?token=hidden-token',
      leastSeverity,
    });
  const notes = ({ tenant }: Place) =>
    em().find(
      AlertNotification,
      { organizationId: tenant.id },
      { orderBy: { createdAt: 'asc', kind: 'asc' } },
    );
  /** Sends everything that waits, once. */
  async function deliver(place: Place, attempt = 1, over: Runtime = runtime) {
    const waiting = (await notes(place)).filter(({ status }) => status === 'pending');
    for (const { id } of waiting) {
      const signal = new AbortController().signal;
      await sendNotification(over, { notificationId: id, attempt, signal }).catch(() => undefined);
    }
    return (await notes(place)).map(({ kind, status }) => `${kind} ${status}`);
  }
  const watch = () => watchStates(runtime);

  return {
    world,
    runtime,
    received,
    answers,
    open,
    check,
    checks,
    listed,
    webhook,
    notes,
    deliver,
    watch,
    clock: world.clock,
    close: async () => {
      await http.close();
      await world.close();
    },
  };
}

export type Place = { tenant: Tenant; admin: ServiceContext; integrationId: string };
