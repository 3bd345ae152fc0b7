import { randomUUID } from 'node:crypto';
import { findWebhooks, type Webhooks } from '@patchbay/providers';
import { sql } from 'kysely';
import { createMemory } from '../calls/memory.ts';
import type { LiveEvent, Runtime } from '../kernel/index.ts';
import { accountsIn, loadAppSources } from './app-source.ts';
import { captureToken, offeredToken } from './capture.ts';
import { readContent } from './content.ts';
import { readFacts } from './event-facts.ts';
import type { EventRow, Stored } from './event-row.ts';
import { passesFilters } from './filters.ts';
import { acceptedAnswer, type HookAnswer, handshakeAnswer } from './handshake.ts';
import { createIntake, type Intake } from './intake.ts';
import { type VerifierKey, verifierKey } from './keys.ts';
import { headerOf, type WebhookRequest } from './request.ts';
import { keysAt, loadSource, type Source } from './source.ts';
import { storedHeaders } from './stored-headers.ts';
import { createTallies, type Tallies } from './tallies.ts';
import { type RefusalReason, type Verified, verify } from './verify.ts';

export type HooksOptions = {
  /** Secrets of the operator's apps, by provider, whose events of all organizations come to `/hooks/<provider>`. */
  appSecrets?: Readonly<Record<string, string>>;
  /** Told about trouble beside the requests, such as counts that could not be written. */
  onError?: (error: unknown) => void;
};

/** The ingest of one process: what it remembers of sources, and the batches it writes. */
export type Hooks = {
  /**
   * The source of an address, at once when it is remembered; null where there is none. Rejects when the database is
   * away.
   */
  source(provider: string, token: string): Source | null | Promise<Source | null>;
  /** How an app's own address receives; null for a provider without one. */
  app(provider: string): HookApp | null;
  /**
   * Checks a request and stores its event; answers only after the commit. Rejects with `unavailable` when it could
   * not be stored.
   */
  receive(source: Source, request: WebhookRequest): Promise<HookAnswer>;
  /** The same for an app's address: the organizations are looked for after the signature was found right. */
  receiveApp(app: HookApp, request: WebhookRequest): Promise<HookAnswer>;
  /** Counts a request that is turned away before it was read. */
  refuse(source: Source, reason: RefusalReason): void;
  /** Takes what the channel `patchbay_events` says. */
  heard(event: LiveEvent): void;
  setListening(isListening: boolean): void;
  flush(): Promise<void>;
  close(): Promise<void>;
};

export type HookApp = { provider: string; webhooks: Webhooks; keys: Promise<VerifierKey[]> };

const heardAgeMs = 30_000;
const deafAgeMs = 500;
/** An address without a source is remembered for so long at most: one may be made there any time. */
const absentAgeMs = 2_000;
const beatMs = 1_000;
/** Who works off the events hears of new ones this often at most; the first after a pause at once. */
const wakeMs = 20;

/** The channel that wakes those who hand events on. */
export const waitingChannel = 'patchbay_webhooks';

export function openHooks(runtime: Runtime, options: HooksOptions = {}): Hooks {
  const { orm, clock } = runtime;
  const onError = options.onError ?? (() => undefined);
  let isListening = false;
  const ageMs = () => (isListening ? heardAgeMs : deafAgeMs);
  const sources = createMemory<Source>({ capacity: 10_000, ageMs });
  const absent = createMemory<true>({
    capacity: 10_000,
    ageMs: () => Math.min(ageMs(), absentAgeMs),
  });
  const appSources = createMemory<Source[]>({ capacity: 10_000, ageMs });
  const tallies = createTallies(orm, onError);
  const wake = createWaker(runtime, onError);
  const intake = createIntake({ orm, onError, onStored: wake.now });
  const timer = setInterval(() => void tallies.flush(), beatMs).unref();
  const forgetAll = () => {
    sources.forgetAll();
    absent.forgetAll();
    appSources.forgetAll();
  };
  const apps = new Map(
    Object.entries(options.appSecrets ?? {}).flatMap(([provider, secret]) => {
      const webhooks = findWebhooks(provider);
      if (!webhooks?.rules || !webhooks.app) return [];
      const key = verifierKey(webhooks.rules.verifier, secret);
      const keys = key.then((made) => (made ? [made] : []));
      return [[provider, { provider, webhooks, keys } satisfies HookApp]];
    }),
  );
  const parts: Parts = { runtime, intake, tallies };

  return {
    source(provider, token) {
      const name = `${provider}/${token}`;
      const known = sources.peek(name);
      if (known) return known;
      if (absent.peek(name)) return null;
      return sources
        .get(name, async () => {
          const found = await loadSource(runtime, provider, token);
          if (found === null) throw noSource;
          return found;
        })
        .catch(async (error: unknown) => {
          if (error !== noSource) throw error;
          await absent.get(name, async () => true);
          return null;
        });
    },
    app: (provider) => apps.get(provider) ?? null,
    receive: (source, request) => receive(parts, source, request),
    async receiveApp(app, request) {
      const rules = app.webhooks.rules;
      if (!rules) return refusal(app.webhooks);
      const verified = await verify(rules.verifier, await app.keys, request);
      if (!verified.ok) return refusal(app.webhooks);
      const content = readContent(request.body, headerOf(request, 'content-type'));
      const answered = handshakeAnswer(app.webhooks.handshake, content);
      if (answered) return answered;
      const accounts = accountsIn(app.webhooks.app?.accounts ?? [], content);
      const name = `${app.provider}/${accounts.join('/')}`;
      const found = await appSources.get(name, () =>
        loadAppSources(runtime, app.provider, accounts),
      );
      await Promise.all(found.map((source) => keep(parts, source, request, content, verified)));
      // Nobody here is connected with that account: refusing would only make the provider stop for everybody.
      return acceptedAnswer(app.webhooks, content);
    },
    refuse: (source, reason) => tallies.refused(source, clock.now().getTime(), reason),
    heard({ organizationId, subject, type }) {
      if (type === 'webhook_received') return;
      if (subject.type !== 'source' && subject.type !== 'integration') return;
      // Filters stand with the integration, so a change of one source concerns its siblings.
      sources.forget((source) => source.organizationId === organizationId);
      absent.forgetAll();
      appSources.forgetAll();
    },
    setListening(isHearing) {
      isListening = isHearing;
      forgetAll();
    },
    flush: () => tallies.flush(),
    async close() {
      clearInterval(timer);
      await intake.idle();
      await wake.close();
      await tallies.flush();
    },
  };
}

const noSource = Symbol('no source');

type Parts = { runtime: Runtime; intake: Intake; tallies: Tallies };

async function receive(parts: Parts, source: Source, request: WebhookRequest): Promise<HookAnswer> {
  const { webhooks, rules } = source;
  const content = readContent(request.body, headerOf(request, 'content-type'));
  const keys = keysAt(source, request.at);
  if (webhooks.secret.origin === 'captured') {
    const offered = offeredToken(content);
    if (offered && source.isCapturing && (await captureToken(parts.runtime, source, offered))) {
      parts.tallies.accepted(source, request.at, 'handshake');
      return { status: 200 };
    }
  }
  const verified = await verify(
    rules.verifier,
    keys.map(({ key }) => key),
    request,
  );
  if (!verified.ok) {
    parts.tallies.refused(source, request.at, verified.reason);
    return refusal(webhooks);
  }
  const used = keys[verified.keyIndex];
  if (used && !used.isConfirmed) await confirm(parts.runtime, source, used);
  const answered = handshakeAnswer(webhooks.handshake, content);
  if (answered) {
    parts.tallies.accepted(source, request.at, 'handshake');
    return answered;
  }
  await keep(parts, source, request, content, verified);
  return acceptedAnswer(webhooks, content);
}

async function keep(
  { intake, tallies }: Parts,
  source: Source,
  request: WebhookRequest,
  content: unknown,
  { timestamp, signedAt }: Extract<Verified, { ok: true }>,
): Promise<Stored> {
  const facts = readFacts(source.rules, request, content, timestamp);
  const isWanted = !source.isPaused && passesFilters(source.filters, facts);
  const row: EventRow = {
    id: randomUUID(),
    receivedAt: request.at,
    organizationId: source.organizationId,
    endpointId: source.id,
    integrationId: source.integrationId,
    provider: source.provider,
    ...facts,
    state: isWanted ? 'received' : 'filtered',
    contentType: headerOf(request, 'content-type')?.slice(0, 200) ?? null,
    headers: storedHeaders(request, source.rules.verifier),
    body: request.body,
    signedAt,
  };
  const stored = await intake.store(row);
  tallies.accepted(source, request.at, stored);
  return stored;
}

/** Notes that a secret works, once; the captured one is not shown from then on. */
async function confirm(
  { orm, clock }: Runtime,
  source: Source,
  used: Source['keys'][number],
): Promise<void> {
  await sql`update webhook_secrets set confirmed_at = ${clock.now()}
    where id = ${used.secretId} and endpoint_id = ${source.id} and confirmed_at is null`.execute(
    orm.em.fork().getKysely(),
  );
  used.isConfirmed = true;
}

/** The same words for every reason: whoever guesses learns nothing. */
const refusal = ({ refusalHeaders }: Webhooks): HookAnswer => ({
  status: 401,
  ...(refusalHeaders ? { headers: refusalHeaders } : {}),
  body: 'The signature is missing or wrong.\n',
});

function createWaker({ orm }: Runtime, onError: (error: unknown) => void) {
  let timer: NodeJS.Timeout | null = null;
  let isDue = false;
  let sending: Promise<void> = Promise.resolve();
  const send = () => {
    isDue = false;
    sending = sql`select pg_notify(${waitingChannel}, '')`
      .execute(orm.em.fork().getKysely())
      .then(() => undefined, onError);
    timer = setTimeout(() => {
      timer = null;
      if (isDue) send();
    }, wakeMs).unref();
  };
  return {
    now() {
      isDue = true;
      if (!timer) send();
    },
    async close() {
      if (timer) clearTimeout(timer);
      if (isDue) send();
      if (timer) clearTimeout(timer);
      await sending;
    },
  };
}
