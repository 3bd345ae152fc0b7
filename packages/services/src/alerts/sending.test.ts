import { AlertChannel } from '@patchbay/db';
import { createHttp } from '@patchbay/providers';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as integrations from '../integrations/index.ts';
import { openMailer } from '../mail/index.ts';
import * as alerts from './index.ts';
import { type Alerting, openAlerting, type Place } from './testing/alerting.ts';

let scene: Alerting;
let place: Place;
beforeAll(async () => {
  scene = await openAlerting();
});
afterAll(() => scene.close());
beforeEach(async () => {
  place = await scene.open();
  scene.received.length = 0;
  scene.answers.status = 200;
});

const fail = () => scene.checks(place, 'provider', 'provider', 'provider');
const channel = async (id: string) =>
  (await alerts.channels(place.admin, {})).channels.find((each) => each.id === id);

describe('a webhook', () => {
  it('gets a request that the official library verifies, and no other secret would', async () => {
    const { secret, ...made } = await scene.webhook(place);
    await fail();
    expect(await scene.deliver(place)).toEqual(['opened sent']);
    const [request] = scene.received;
    const headers = Object.fromEntries(request?.headers ?? []);
    // The library looks at the clock of the machine.
    const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
    expect(Math.abs(at.getTime() - scene.clock.now().getTime())).toBeLessThan(1_000);
    const { signature } = signatureOf(secret ?? '', headers, request?.body ?? '');
    expect(headers['webhook-signature']).toBe(signature);
    expect(request?.url).toBe('https://receiver.example/hook?token=hidden-token');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      type: 'alert.opened',
      data: {
        title: 'Alert: Syncro. The provider answers with errors.',
        alert: { kind: 'health', severity: 'warning', reason: 'provider' },
        subject: { integrationId: place.integrationId },
      },
    });
    expect(await channel(made.id)).toMatchObject({ lastError: null });
  });

  it('that answers otherwise is tried again under the same id, and then counts as failed', async () => {
    const { id } = await scene.webhook(place);
    scene.answers.status = 503;
    await fail();
    expect(await scene.deliver(place)).toEqual(['opened pending']);
    expect(await channel(id)).toMatchObject({
      lastError: 'The address answered 503 instead of 2xx.',
    });
    expect(await scene.deliver(place, 8)).toEqual(['opened failed']);
    const ids = scene.received.map(({ headers }) => headers.get('webhook-id'));
    expect(new Set(ids).size).toBe(1);
    expect(await alerts.count(place.admin, {})).toMatchObject({ failingChannels: 1 });
  });

  it('is sent nothing twice by a job that is repeated', async () => {
    await scene.webhook(place);
    await fail();
    await scene.deliver(place);
    await scene.deliver(place);
    expect(scene.received).toHaveLength(1);
  });

  it('hears of the end only if it heard of the beginning', async () => {
    await fail();
    await scene.webhook(place);
    await scene.checks(place, 'ok', 'ok');
    expect(await scene.deliver(place)).toEqual([]);
    await fail();
    await scene.checks(place, 'ok', 'ok');
    expect((await scene.deliver(place)).sort()).toEqual(['closed sent', 'opened sent']);
  });

  it('hears only of what is severe enough for it', async () => {
    await scene.webhook(place, 'critical');
    await fail();
    expect(await scene.deliver(place)).toEqual([]);
  });

  it('keeps address and secret out of every answer, audit row and table', async () => {
    const made = await scene.webhook(place);
    expect(made.address).toBe('https://receiver.example/…');
    const contents = JSON.stringify(await scene.world.contents());
    expect(contents).not.toContain('hidden-token');
    expect(contents).not.toContain(made.secret);
    const rotated = await alerts.rotateChannelSecret(place.admin, { channelId: made.id });
    expect(rotated.secret).not.toBe(made.secret);
  });

  it.each([
    'http://127.0.0.1/',
    'http://receiver.example/hook',
    'https://10.0.0.1/x',
    'ftp://example.org',
    'nonsense',
  ])('cannot be %s', async (url) => {
    const making = alerts.createChannel(place.admin, { kind: 'webhook', name: 'Bad', url });
    await expect(making).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { url: [expect.any(String)] },
    });
  });
});

const signatureOf = (secret: string, headers: Record<string, string>, body: string) => {
  const id = headers['webhook-id'] ?? '';
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
  return { signature: new Webhook(secret).sign(id, at, body) };
};

describe('a test', () => {
  it('goes the same way and is on record', async () => {
    const { id } = await scene.webhook(place);
    await alerts.testChannel(place.admin, { channelId: id });
    expect(await scene.deliver(place)).toEqual(['test sent']);
    expect(JSON.parse(scene.received[0]?.body ?? '')).toMatchObject({ type: 'alert.test' });
  });
});

describe('mail', () => {
  async function relay(accepts = true) {
    const mails: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_, __, done) => done(accepts ? null : new Error('no such box with secret words')),
      onData(stream, _, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk) => chunks.push(chunk));
        stream.on('end', () => {
          mails.push(Buffer.concat(chunks).toString());
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const from = 'Patchbay <alerts@example.org>';
    const mail = openMailer({ url: `smtp://127.0.0.1:${port}`, from, clock: scene.clock });
    const close = async () => {
      await mail.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    };
    return { mails, runtime: { ...scene.runtime, mail }, close };
  }
  const mailTo = (...recipients: string[]) =>
    alerts.createChannel(place.admin, { kind: 'email', name: 'On call', recipients });

  it('arrives at a real relay as text and as HTML, under an id of its own', async () => {
    const { mails, runtime, close } = await relay();
    await mailTo('ada@example.org', 'max@example.org');
    await fail();
    expect(await scene.deliver(place, 1, runtime)).toEqual(['opened sent']);
    const [note] = await scene.notes(place);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toContain(`Message-ID: <${note?.id}@patchbay>`);
    expect(mails[0]).toContain('To: ada@example.org, max@example.org');
    expect(mails[0]).toMatch(/Subject: \[Acme\] Alert: Syncro\. The provider answers/);
    expect(mails[0]).toContain('text/plain');
    expect(mails[0]).toContain('text/html');
    await close();
  });

  it('that the relay refuses fails in words of ours', async () => {
    const { runtime, close } = await relay(false);
    const { id } = await mailTo('ada@example.org');
    await fail();
    expect(await scene.deliver(place, 8, runtime)).toEqual(['opened failed']);
    const shown = await channel(id);
    expect(shown?.lastError).toMatch(/^The mail relay refused the sender or every recipient/);
    expect(shown?.lastError).not.toContain('secret words');
    await close();
  });

  it('does not tell an organization where a relay stands that is away', async () => {
    const { runtime, close } = await relay();
    await close();
    const { id } = await mailTo('ada@example.org');
    await fail();
    await scene.deliver(place, 8, runtime);
    expect((await channel(id))?.lastError).toBe(
      'The mail relay of this Patchbay cannot be reached.',
    );
  });

  it('has to wait for an operator who sets up a relay', async () => {
    const { id } = await mailTo('ada@example.org');
    await fail();
    expect(await scene.deliver(place, 8)).toEqual(['opened failed']);
    expect((await channel(id))?.lastError).toContain('SMTP_URL');
  });

  it('never reaches a metadata address, whoever names it', async () => {
    const url = 'smtp://relay.example.org:25';
    const resolve = async () => [{ address: '169.254.169.254', family: 4 as const }];
    const mail = openMailer({ url, from: 'a@example.org', clock: scene.clock, resolve });
    const sending = mail.send({
      messageId: 'm',
      to: ['b@c.org'],
      subject: 's',
      text: '',
      html: '',
    });
    await expect(sending).rejects.toMatchObject({ message: expect.stringMatching(/metadata/) });
    await mail.close();
  });

  it.each(['nobody', 'a@b', 'a@example.org\r\nBcc: b@example.org'])(
    'goes to no address like %j',
    async (recipient) => {
      await expect(mailTo(recipient)).rejects.toMatchObject({ code: 'invalid_input' });
    },
  );
});

describe('a message in a chat', () => {
  const channels = {
    ok: true,
    channels: [
      { id: 'C02', name: 'ops' },
      { id: 'C01', name: 'general' },
    ],
    response_metadata: { next_cursor: '' },
  };

  async function withSlack() {
    const posted: string[] = [];
    const state = { ok: true };
    const http = createHttp({
      clock: scene.clock,
      retries: 0,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        if (!request.url.includes('chat.postMessage')) return Response.json(channels);
        posted.push(await request.text());
        if (!state.ok) return Response.json({ ok: false, error: 'not_in_channel' });
        return Response.json({ ok: true, channel: 'C02', ts: '1.2' });
      },
    });
    const runtime = { ...scene.runtime, http };
    const admin = { ...place.admin, runtime };
    const settings = { botToken: 'xoxb-1234-abcdef' };
    await integrations.configure(admin, { provider: 'slack', settings });
    return { posted, state, runtime, admin, close: () => http.close() };
  }

  it('goes through the organization’s own integration, to a channel chosen from a list', async () => {
    const slack = await withSlack();
    const offered = await alerts.destinations(slack.admin, { provider: 'slack' });
    expect(offered).toEqual([
      { id: 'C01', name: '#general' },
      { id: 'C02', name: '#ops' },
    ]);
    await alerts.createChannel(slack.admin, {
      kind: 'chat',
      name: 'Ops',
      provider: 'slack',
      channel: 'C02',
      channelName: '#ops',
    });
    await fail();
    expect(await scene.deliver(place, 1, slack.runtime)).toEqual(['opened sent']);
    const said = JSON.parse(slack.posted[0] ?? '');
    expect(said).toMatchObject({ channel: 'C02' });
    expect(said.text).toContain('*Alert: Syncro. The provider answers with errors.*');
    expect(said.text).toMatch(/<http:\/\/patchbay\.test\/o\/acme-[\w-]+\/alerts\/[\w-]+\|/);
    await slack.close();
  });

  it('needs a system that takes messages', async () => {
    const chat = { kind: 'chat' as const, name: 'Odd', channel: 'x' };
    await expect(
      alerts.createChannel(place.admin, { ...chat, provider: 'syncro' }),
    ).rejects.toMatchObject({ fields: { provider: [expect.any(String)] } });
    await expect(alerts.destinations(place.admin, { provider: 'syncro' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

it('sends nothing to a channel that is switched off', async () => {
  const { id } = await scene.webhook(place);
  await alerts.updateChannel(place.admin, { channelId: id, enabled: false });
  await fail();
  expect(await scene.notes(place)).toEqual([]);
  expect(await scene.runtime.orm.em.fork().count(AlertChannel, { id, enabled: false })).toBe(1);
});
