import { type CheckReport, type HealthReason, redact, systemClock } from '@patchbay/core';
import { describe, expect, test } from 'vitest';
import { createHttp } from '../http/create-http.ts';
import { checkIntegration } from '../kit/check.ts';
import { openErased, troubleIn } from '../kit/client.ts';
import { missingInUse, parseSettingsFor } from '../kit/connections.ts';
import type { Provider } from '../kit/provider.ts';
import {
  describeFields,
  destinationKeys,
  parseSettings,
  parseSettingsPatch,
  redactionOf,
  secretKeys,
  settingsView,
} from '../kit/settings.ts';
import { accountsContract } from './accounts-contract.ts';
import { oauthContract } from './oauth-contract.ts';
import { accountContract, operationContract } from './operation-contract.ts';
import type { ProviderSamples, SampleReply } from './samples.ts';
import { type Answer, silence, standIn } from './stand-in.ts';

/**
 * The suite that every provider passes. Call it in the provider's own test file with samples of its
 * settings and answers; the file adds only what is special.
 */
export function providerContract(provider: Provider, samples: ProviderSamples): void {
  describe(`${provider.key} keeps the contract of a provider`, () => {
    settingsContract(provider, samples);
    secrecyContract(provider, samples);
    // What speaks only another protocol is checked against a server of its own, in its own test.
    const isSpoken = provider.api?.speaks !== 'socket' || samples.healthy !== undefined;
    if (provider.health && isSpoken) healthContract(provider, samples);
    if (provider.operations) operationContract(provider, samples);
    if (provider.account) accountContract(provider, samples);
    if (provider.connections?.public) oauthContract(provider, samples);
    if (provider.accounts) accountsContract(provider, samples.settings);
  });
}

function settingsContract(provider: Provider, { settings }: ProviderSamples): void {
  test('the sample settings are valid, whole and as a change', () => {
    const parsed = parseSettings(provider, settings);
    expect(parseSettings(provider, parsed)).toEqual(parsed);
    expect(parseSettingsPatch(provider, settings)).toMatchObject(
      Object.fromEntries(Object.keys(settings).map((key) => [key, parsed[key]])),
    );
  });

  test('each missing required field is refused by name', () => {
    for (const [key, spec] of Object.entries(provider.fields)) {
      if (!spec.required || spec.default !== null) continue;
      const { [key]: _left, ...rest } = settings;
      expect(fieldsRefused(() => parseSettings(provider, rest))).toEqual([`settings.${key}`]);
      expect(fieldsRefused(() => parseSettingsPatch(provider, { [key]: '' }))).toEqual([
        `settings.${key}`,
      ]);
    }
  });

  test('what only one way to connect needs is asked for by that way alone', () => {
    const { connections } = provider;
    if (!connections)
      return expect(missingInUse(provider, settings, { connected: false })).toEqual([]);
    for (const [key, spec] of Object.entries(provider.fields))
      expect([key, spec.required && spec.default === null]).toEqual([key, false]);
    expect(() => parseSettingsFor(provider, 'public', {})).not.toThrow();
    for (const key of connections.internal?.requires ?? []) {
      const { [key]: _left, ...rest } = settings;
      const refused = () => parseSettingsFor(provider, 'internal', rest);
      expect(fieldsRefused(refused)).toContain(`settings.${key}`);
    }
    expect(missingInUse(provider, {}, { connected: true })).toEqual([]);
  });

  test('an unknown field is refused by name', () => {
    const refused = () => parseSettings(provider, { ...settings, noSuchField: '1' });
    expect(fieldsRefused(refused)).toEqual(['settings.noSuchField']);
  });

  test('a change holds only what was given, and leaves a masked secret alone', () => {
    expect(parseSettingsPatch(provider, {})).toEqual({});
    const masked = Object.fromEntries(secretKeys(provider).map((key) => [key, { saved: true }]));
    expect(parseSettingsPatch(provider, masked)).toEqual({});
  });

  test('the form survives JSON, and every field has a label', () => {
    const form = describeFields(provider);
    expect(JSON.parse(JSON.stringify(form))).toEqual(form);
    expect(form.map(({ key }) => key)).toEqual(Object.keys(provider.fields));
    for (const { label } of form) expect(label.trim()).not.toBe('');
  });
}

function secrecyContract(provider: Provider, samples: ProviderSamples): void {
  const secrets = secretsOf(provider, samples);

  test('a field that sounds secret is a secret', () => {
    for (const [key, spec] of Object.entries(provider.fields))
      if (/password|secret|token|privateKey|apiKey/i.test(key))
        expect([key, spec.secret]).toEqual([key, true]);
  });

  test('a secret goes only where a fixed address or a marked field sends it', () => {
    const marked = destinationKeys(provider);
    for (const [key, spec] of Object.entries(provider.fields))
      if (spec.kind === 'url' || spec.kind === 'port' || /host|subdomain|region|tls/i.test(key))
        expect([key, marked.includes(key)]).toEqual([key, true]);
    for (const key of secretKeys(provider)) expect(marked).not.toContain(key);
    if (provider.api?.address === 'entered') expect(marked).not.toEqual([]);
  });

  test('what a form shows of a secret is whether it is saved, and nothing else', () => {
    const view = settingsView(provider, parseSettings(provider, samples.settings));
    for (const key of secretKeys(provider))
      expect(view[key]).toEqual({ saved: samples.settings[key] !== undefined });
    for (const secret of secrets) expect(JSON.stringify(view)).not.toContain(secret);
    for (const key of secretKeys(provider))
      expect(settingsView(provider, {})[key]).toEqual({ saved: false });
  });

  test('the form itself holds no secret', () => {
    for (const secret of secrets)
      expect(JSON.stringify(describeFields(provider))).not.toContain(secret);
  });
}

function healthContract(provider: Provider, samples: ProviderSamples): void {
  const { healthy, refused = () => ({ status: 401, body: {} }) } = samples;
  const secrets = secretsOf(provider, samples);
  const badAnswer: HealthReason =
    provider.api?.address === 'entered' ? 'misconfigured' : 'provider';

  test('has samples of its answers', () => expect(healthy).toBeTypeOf('function'));
  if (!healthy) return;

  test('is ok when the provider answers as it should', async () => {
    const { report, calls } = await checkWith(provider, samples, healthy);
    expect(report).toMatchObject({ health: 'ok', reason: null });
    expect(report.stages.map(({ stage }) => stage)).toEqual(['address', 'tls', 'auth', 'sample']);
    expect(report.stages.slice(2).map(({ outcome }) => outcome)).toEqual(['passed', 'passed']);
    expect(calls.length).toBeGreaterThan(0);
  });

  const cases: [string, Answer, HealthReason][] = [
    ['credentials are refused', refused, 'auth'],
    [
      'it asks to wait',
      () => ({ status: 429, headers: [['retry-after', '60']], body: {} }),
      'rate_limited',
    ],
    ['it fails', () => ({ status: 500, body: 'Internal Server Error' }), 'provider'],
    ['it stays silent', silence, 'unreachable'],
    ['it answers with a page', () => ({ body: '<!doctype html><p>Hello</p>' }), badAnswer],
    ['it answers with something else', () => ({ body: { unexpected: [1, 2, 3] } }), badAnswer],
    ['its answer does not end', () => ({ body: 'x'.repeat(200_000) }), badAnswer],
  ];
  test.each(cases)('when %s, the reason says so', async (_what, answer, reason) => {
    const { report } = await checkWith(provider, samples, answer);
    expect(report).toMatchObject({ health: 'error', reason });
    expect(report.stages.map(({ stage }) => stage)).toEqual(['address', 'tls', 'auth', 'sample']);
  });

  test.each(samples.troubles ?? [])('knows the trouble in %s', async (_what, reply, kind) => {
    const { fetch } = standIn(() => reply);
    const http = createHttp({ clock: systemClock, fetch, retries: 0 });
    const { settings, credential, connectionType } = samples;
    const opened = openErased(provider, parseSettings(provider, settings), {
      http,
      credential,
      connectionType,
    });
    const { status, headers, body } = (await opened?.request('/anything')) ?? never();
    const content = typeof body === 'string' && body.startsWith('{') ? JSON.parse(body) : null;
    expect(troubleIn(provider, { status, headers, content })).toMatchObject({ what: kind });
  });

  test('a wait asked for after the credentials were accepted only degrades', async () => {
    const { report } = await checkWith(
      provider,
      samples,
      limitedAtLast(provider, samples, healthy),
    );
    expect(report).toMatchObject({ health: 'degraded', reason: 'rate_limited' });
  });

  test('no secret is in an address, a redacted call or a report, even if the answer repeats it', async () => {
    const echo: Answer = ({ headers, body }) => ({ status: 400, body: { headers, body } });
    for (const answer of [healthy, refused, echo]) {
      const { report, calls } = await checkWith(provider, samples, answer);
      const shown = [
        JSON.stringify(report),
        ...calls.map(({ url }) => url.href),
        JSON.stringify(redact(calls, redactionOf(provider, samples.settings, samples.credential))),
      ].join('\n');
      for (const secret of secrets) {
        expect(shown).not.toContain(secret);
        expect(shown).not.toContain(encodeURIComponent(secret));
      }
    }
  });
}

/** Answers well until the last call of a healthy check, which asks to wait. */
function limitedAtLast(
  provider: Provider,
  samples: ProviderSamples,
  healthy: NonNullable<ProviderSamples['healthy']>,
): Answer {
  let total: Promise<number> | null = null;
  let seen = 0;
  return async (call): Promise<SampleReply> => {
    total ??= checkWith(provider, samples, healthy).then(({ calls }) => calls.length);
    seen += 1;
    return seen < (await total) ? healthy(call) : { status: 429, body: {} };
  };
}

async function checkWith(
  provider: Provider,
  samples: ProviderSamples,
  answer: Answer,
): Promise<{ report: CheckReport; calls: ReturnType<typeof standIn>['calls'] }> {
  const { fetch, calls } = standIn(answer);
  const http = createHttp({
    clock: systemClock,
    fetch,
    timeoutMs: answer === silence ? 30 : 10_000,
    maxBodyBytes: 100_000,
    retries: 0,
  });
  const settings = parseSettings(provider, samples.settings);
  const { credential, connectionType } = samples;
  const given = { credential, connectionType };
  const report = await checkIntegration(provider, settings, {
    http,
    clock: systemClock,
    ...given,
  });
  return { report, calls };
}

const secretsOf = (provider: Provider, { settings, credential }: ProviderSamples): string[] => [
  ...(credential ? [credential.accessToken] : []),
  ...secretKeys(provider).flatMap((key) => {
    const value = settings[key];
    return typeof value === 'string' ? [value] : [];
  }),
];

function never(): never {
  throw new Error('The provider has an API');
}

/** Paths of the fields that a parse refused. */
function fieldsRefused(parse: () => unknown): string[] {
  try {
    parse();
  } catch (error) {
    const { code, fields } = error as { code?: string; fields?: Record<string, string[]> };
    expect(code).toBe('invalid_input');
    return Object.keys(fields ?? {});
  }
  return [];
}
