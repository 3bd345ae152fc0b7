import { asSystem, systemClock } from '@patchbay/core';
import { AlertNotification } from '@patchbay/db';
import { createHttp, type Http } from '@patchbay/providers';
import { demo, type Sandbox, startSandbox } from '@patchbay/sandbox';
import {
  ensureAllIntegrations,
  openPolicy,
  type Runtime,
  type ServiceContext,
  services,
} from '@patchbay/services';
import { type FreshDatabase, freshDatabase } from '@patchbay/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, seedIntegrations, type World } from '../testing/index.ts';
import { sendAlertHandler } from './send-alert.ts';

let database: FreshDatabase;
let world: World;
let sandbox: Sandbox;
let http: Http;
let runtime: Runtime;
let admin: ServiceContext;

beforeAll(async () => {
  database = await freshDatabase();
  world = await openWorld(database.url);
  sandbox = await startSandbox({ port: 0 });
  const { rewrites, allow } = sandbox;
  http = createHttp({ clock: systemClock, rewrites, allow, retries: 0 });
  const { orm, keys } = world;
  const oauth = openPolicy('http://localhost');
  runtime = { orm, keys, clock: systemClock, http, signup: 'closed', oauth };
  const [seeded] = await seedIntegrations(orm, keys, {
    count: 1,
    provider: 'slack',
    settings: () => demo.tokens.slack,
  });
  await ensureAllIntegrations(orm);
  const may = ['settings:read', 'settings:edit', 'calls:make'] as const;
  const principal = asSystem(seeded?.organizationId ?? '', 'test', [...may]);
  admin = { runtime, principal, requestId: 'req_test' };
  await services.integrations.configure(admin, {
    provider: 'discord',
    settings: demo.tokens.discord,
  });
});
afterAll(async () => {
  await http.close();
  await sandbox.close();
  await world.close();
  await database.drop();
});

type Chat = 'slack' | 'discord';

async function channelIn(provider: Chat, name: string) {
  const offered = await services.alerts.destinations(admin, { provider });
  const channel = offered.find((each) => each.name === name)?.id ?? '';
  const chat = { kind: 'chat' as const, provider, channel, channelName: name };
  const { id } = await services.alerts.createChannel(admin, {
    name: `${provider} ${name}`,
    ...chat,
  });
  return { id, channel };
}

/** Asks for a test of the channel and does the job's work; answers the notification. */
async function send(channelId: string, attempt = 1) {
  await services.alerts.testChannel(admin, { channelId });
  const note = await noteOf(channelId);
  await work(note.id, attempt).catch(() => undefined);
  return noteOf(channelId);
}

const work = (notificationId: string, attempt = 1) => {
  const signal = new AbortController().signal;
  return sendAlertHandler({ runtime })({ id: 'job', attempt, signal, input: { notificationId } });
};

const noteOf = (channel: string) =>
  world.orm.em.fork().findOneOrFail(AlertNotification, { channel });

/** How many posts reached the fakes under this credential. */
const posts = (ending: string) =>
  Object.values(sandbox.stats().credentials)
    .flatMap(({ calls }) => Object.entries(calls))
    .filter(([call]) => call.startsWith('POST ') && call.endsWith(ending))
    .reduce((sum, [, count]) => sum + count, 0);

it('writes into a channel of the organization’s own Slack', async () => {
  const { id } = await channelIn('slack', '#alerts');
  expect(await send(id)).toMatchObject({ status: 'sent', error: null, attempts: 1 });
  expect(posts('/chat.postMessage')).toBe(1);
});

it('tells in words that Slack lets nobody of ours into a channel', async () => {
  const { id } = await channelIn('slack', '#deploys');
  const { status, error } = await send(id);
  expect(status).toBe('pending');
  expect(error).toMatch(/channel/);
});

it('leaves one message in Discord, however often a job is repeated that died before its record', async () => {
  const { id, channel } = await channelIn('discord', '#general');
  const note = await send(id);
  expect(note).toMatchObject({ status: 'sent', error: null });
  const before = posts('/messages');
  const forgotten = { status: 'pending' as const, sentAt: null };
  await world.orm.em.fork().nativeUpdate(AlertNotification, { id: note.id }, forgotten);
  await work(note.id, 2);
  expect(posts('/messages')).toBe(before + 1);
  expect(await noteOf(id)).toMatchObject({ status: 'sent' });
  // Whoever posts under that nonce is answered the message that is there already.
  const said = async (nonce: string) => {
    const place = `${sandbox.url}/discord.com/api/v10/channels/${channel}/messages`;
    const answer = await fetch(place, {
      method: 'POST',
      headers: {
        authorization: `Bot ${demo.tokens.discord.botToken}`,
        'content-type': 'application/json',
        'user-agent': 'DiscordBot (https://patchbay.test, 1)',
      },
      body: JSON.stringify({ content: 'Another one', nonce, enforce_nonce: true }),
    });
    return answer.json();
  };
  expect(await said(note.id.replaceAll('-', '').slice(0, 25))).toMatchObject({
    content: expect.stringContaining('**Test: alerts arrive here**'),
  });
  expect(await said('another')).toMatchObject({ content: 'Another one' });
});
