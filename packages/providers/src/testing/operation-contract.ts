import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { createHttp } from '../http/create-http.ts';
import { fetchAccount, openErased } from '../kit/client.ts';
import { describeOperations, runNamed } from '../kit/operation.ts';
import type { Provider } from '../kit/provider.ts';
import { parseSettings } from '../kit/settings.ts';
import type { ExpectedCall, ProviderSamples, RecordedCall, SampleReply } from './samples.ts';
import { type Answer, standIn } from './stand-in.ts';

/** Every operation says what it is, sends what it should and makes of the answer what it should. */
export function operationContract(provider: Provider, samples: ProviderSamples): void {
  const names = Object.keys(provider.operations ?? {});

  test('every operation has a sample and describes itself in JSON', () => {
    expect(Object.keys(samples.operations ?? {}).sort()).toEqual([...names].sort());
    const described = describeOperations(provider);
    expect(JSON.parse(JSON.stringify(described))).toEqual(described);
    for (const { name, title, about, input, output } of described) {
      expect(name).toMatch(/^[a-z][a-z-]*(\.[a-z][a-z-]*)?$/);
      for (const text of [title, about]) expect(text.trim()).not.toBe('');
      expect(input).toMatchObject({ type: 'object' });
      expect(Object.keys(output).length).toBeGreaterThan(1);
    }
  });

  test.each(names)('%s sends what it should and reads the answer', async (name) => {
    const sample = samples.operations?.[name];
    if (!sample) return expect.unreachable(`${name} has no sample`);
    const { opened, calls } = openedWith(provider, samples, (call) =>
      reply(call, samples, sample.reply, sample.call),
    );
    expect(await runNamed(provider, name, opened, sample.input)).toEqual(sample.output);
    expect(calls.some((call) => isSame(call, sample.call))).toBe(true);
    expectCall(calls.at(-1), sample.call);
  });

  test('an input with the wrong type of every value is refused before any call', async () => {
    for (const name of names) {
      const sample = samples.operations?.[name];
      const keys = Object.keys(sample?.input ?? {});
      if (keys.length === 0) continue;
      const { opened, calls } = openedWith(provider, samples, () => ({ body: {} }));
      const wrong = Object.fromEntries(keys.map((key) => [key, () => {}]));
      await expect(runNamed(provider, name, opened, wrong)).rejects.toMatchObject({
        code: 'invalid_input',
        fields: { [`input.${keys[0]}`]: expect.anything() },
      });
      expect(calls).toEqual([]);
    }
  });
}

export function accountContract(provider: Provider, samples: ProviderSamples): void {
  const { healthy, account, credential, connectionType } = samples;

  test('the account is named by an id that stays', async () => {
    if (!healthy) return expect.unreachable('a provider with an account has healthy answers');
    const { fetch } = standIn(healthy);
    const http = createHttp({ clock: systemClock, fetch, retries: 0 });
    const settings = parseSettings(provider, samples.settings);
    const found = await fetchAccount(provider, settings, { http, credential, connectionType });
    expect(found).toMatchObject(account ?? { id: 'the sample names no account' });
  });
}

function openedWith(provider: Provider, samples: ProviderSamples, answer: Answer) {
  const { fetch, calls } = standIn(answer);
  const http = createHttp({ clock: systemClock, fetch, retries: 0 });
  const { credential, connectionType } = samples;
  const settings = parseSettings(provider, samples.settings);
  const opened = openErased(provider, settings, { http, credential, connectionType });
  if (!opened) throw new Error('A provider with operations has an API');
  return { opened, calls };
}

/** The call of the operation gets its own answer; what it needs before that, a healthy one. */
const reply = (
  call: RecordedCall,
  samples: ProviderSamples,
  own: SampleReply,
  expected: ExpectedCall,
): SampleReply => (isSame(call, expected) || !samples.healthy ? own : samples.healthy(call));

const isSame = (call: RecordedCall, { method = 'GET', url, body }: ExpectedCall): boolean =>
  call.method === method && call.url.href === url && (body === undefined || call.body === body);

export function expectCall(call: RecordedCall | undefined, expected: ExpectedCall): void {
  const { method = 'GET', url, headers, body } = expected;
  expect(call).toMatchObject({ method, ...(headers ? { headers } : {}) });
  expect(call?.url.href).toBe(url);
  if (body !== undefined) expect(call?.body).toBe(body);
}
