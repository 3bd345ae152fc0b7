import { findWebhooks, type Webhooks } from '@patchbay/providers';
import { createMemory } from '../calls/memory.ts';
import { createPlaces } from '../deliveries/places.ts';
import type { LiveEvent, Runtime } from '../kernel/index.ts';
import { accountsIn, loadAppSources } from './app-source.ts';
import { readContent } from './content.ts';
import { acceptedAnswer, type HookAnswer, handshakeAnswer } from './handshake.ts';
import { createIntake } from './intake.ts';
import { type VerifierKey, verifierKey } from './keys.ts';
import { keep, type Parts, receive, refusal } from './receive.ts';
import { headerOf, type WebhookRequest } from './request.ts';
import { loadSource, type Source } from './source.ts';
import { createTallies } from './tallies.ts';
import { type RefusalReason, verify } from './verify.ts';
import { createWaker } from './waker.ts';

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
/** Whoever tries addresses takes no more than these connections from everybody else. */
const lookUps = 3;

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
  const lookUp = createPlaces(lookUps);
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
          const found = await lookUp(() => loadSource(runtime, provider, token));
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
