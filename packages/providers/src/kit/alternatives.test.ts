import { describe, expect, test } from 'vitest';
import { credentialFields, missingFor, missingInUse } from './connections.ts';
import { field } from './field.ts';
import { defineProvider, type Provider } from './provider.ts';
import { describeFields, parseSettings, type Settings } from './settings.ts';

describe('a system that can be reached in two ways', () => {
  const two: Provider = defineProvider({
    key: 'two',
    about: {
      name: 'Two',
      vendor: 'Nobody',
      category: 'chat',
      description: 'A test.',
      docs: 'https://example.org',
      account: 'None.',
    },
    fields: {
      domain: field.text({ label: 'Domain' }),
      url: field.url({ label: 'Address', required: false, destination: true }),
      token: field.secret({ label: 'Token', required: false }),
      admin: field.text({ label: 'Administrator', required: false }),
      password: field.secret({ label: 'Password', required: false }),
    },
    alternatives: [
      { title: 'Module', requires: ['url', 'token'] },
      { title: 'Administrator', requires: ['admin', 'password'] },
    ],
    auth: { kind: 'login', login: async () => ({ headers: {} }) },
  });
  const missing = (settings: Settings) => missingInUse(two, settings, { connected: false });

  test('asks for the way that was begun, and for the first one if none was', () => {
    expect(missing({ domain: 'a' })).toEqual(['url', 'token']);
    expect(missing({ domain: 'a', admin: 'b' })).toEqual(['password']);
    expect(missing({ domain: 'a', admin: 'b', password: 'c' })).toEqual([]);
    expect(missing({ domain: 'a', url: 'b', token: 'c', admin: 'd' })).toEqual([]);
    expect(missing({ url: 'b', token: 'c' })).toEqual(['domain']);
  });

  test('is ready by either, and refuses to be called by neither', () => {
    const whole = { domain: 'a', admin: 'b', password: 'c' };
    expect(missingFor(two, 'internal', whole)).toEqual([]);
    expect(parseSettings(two, whole)).toEqual(whole);
    expect(() => parseSettings(two, { domain: 'a', admin: 'b' })).toThrow(
      expect.objectContaining({ fields: { 'settings.password': ['is required'] } }),
    );
  });

  test('says of each field which way needs it, and names all that hold a credential', () => {
    expect(describeFields(two).map(({ neededFor }) => neededFor)).toEqual([
      [],
      ['Module'],
      ['Module'],
      ['Administrator'],
      ['Administrator'],
    ]);
    expect(credentialFields(two)).toEqual(['domain', 'url', 'token', 'admin', 'password']);
  });
});
