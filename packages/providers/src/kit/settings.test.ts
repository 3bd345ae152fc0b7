import { expect, expectTypeOf, test } from 'vitest';
import { field, type SettingsOf } from './field.ts';
import { defineProvider } from './provider.ts';
import {
  describeFields,
  destinationKeys,
  mergeSettings,
  missingFields,
  parseSettings,
  parseSettingsPatch,
  redactionOf,
  secretKeys,
  settingsView,
} from './settings.ts';

const sample = defineProvider({
  key: 'sample',
  about: {
    name: 'Sample',
    vendor: 'Nobody',
    category: 'chat',
    description: 'For tests.',
    docs: 'https://example.org',
    account: 'None needed.',
  },
  fields: {
    region: field.select({
      label: 'Region',
      options: [
        { value: 'us', label: 'United States' },
        { value: 'eu', label: 'Europe' },
      ],
      default: 'us',
    }),
    address: field.url({ label: 'Address', destination: true }),
    note: field.text({ label: 'Note', required: false, maxLength: 10 }),
    token: field.secret({ label: 'Token' }),
    extra: field.secret({ label: 'Second token', required: false }),
    isLoud: field.bool({ label: 'Loud' }),
    port: field.port({ label: 'Port', default: 80 }),
    names: field.map({ label: 'Names' }),
  },
});

const whole = { address: 'https://example.org/x', token: 'secret-one' };

test('the settings type follows from the fields', () => {
  expectTypeOf<SettingsOf<(typeof sample)['fields']>>().toEqualTypeOf<
    {
      region: 'us' | 'eu';
      address: string;
      token: string;
      isLoud: boolean;
      port: number;
    } & { note?: string; extra?: string; names?: Record<string, string> }
  >();
});

test('defaults are filled in and empty optional fields left out', () => {
  expect(parseSettings(sample, { ...whole, note: '', extra: null, isLoud: 'true' })).toEqual({
    ...whole,
    region: 'us',
    isLoud: true,
    port: 80,
  });
});

test('every bad field is named at once', () => {
  const refused = { region: 'mars', address: 'javascript:alert(1)', note: 'x'.repeat(11), port: 0 };
  expect(() => parseSettings(sample, refused)).toThrow(
    expect.objectContaining({
      code: 'invalid_input',
      fields: {
        'settings.region': ['must be one of us, eu'],
        'settings.address': [expect.stringContaining('http or https')],
        'settings.note': ['is longer than 10 characters'],
        'settings.token': ['is required'],
        'settings.port': [expect.stringContaining('port number')],
      },
    }),
  );
});

test.each([
  'https://user:pass@example.org/',
  'ftp://example.org/',
  'example.org',
  'https://example.org/#part',
])('the address %s is refused', (address) => {
  expect(() => parseSettings(sample, { ...whole, address })).toThrow();
});

test.each([[null], ['text'], [[1]], [undefined]])('settings that are %j are refused', (raw) => {
  expect(() => parseSettings(sample, raw)).toThrow(
    expect.objectContaining({ fields: { settings: ['must be an object'] } }),
  );
});

test('names that every object has are unknown fields like any other', () => {
  const raw = JSON.parse('{"__proto__": "x", "constructor": "y"}');
  expect(() => parseSettingsPatch(sample, raw)).toThrow(
    expect.objectContaining({
      fields: expect.objectContaining({ 'settings.constructor': expect.anything() }),
    }),
  );
});

test('a change clears an optional field and puts a defaulted one back', () => {
  const patch = parseSettingsPatch(sample, {
    note: '',
    extra: null,
    port: '',
    token: { saved: true },
  });
  expect(patch).toEqual({ note: null, extra: null, port: 80 });
  const current = { ...whole, note: 'old', extra: 'sealed', port: 8080 };
  expect(mergeSettings(current, patch)).toEqual({ ...whole, port: 80 });
});

test('what is missing is known by name, defaulted fields never being it', () => {
  expect(missingFields(sample, {})).toEqual(['address', 'token']);
  expect(missingFields(sample, { ...whole, token: { sealed: '…' } })).toEqual([]);
});

test('a view holds every field, and a sealed secret only as saved', () => {
  expect(settingsView(sample, { ...whole, token: { sealed: 'v1.abc' } })).toEqual({
    region: 'us',
    address: whole.address,
    note: null,
    token: { saved: true },
    extra: { saved: false },
    isLoud: false,
    port: 80,
    names: null,
  });
});

test('secrets are known by key, and by value for redaction', () => {
  expect(secretKeys(sample)).toEqual(['token', 'extra']);
  expect(redactionOf(sample, whole)).toEqual({ names: ['token', 'extra'], values: ['secret-one'] });
});

test('a form tells what a browser can check by itself', () => {
  const form = describeFields(sample);
  expect(form.find(({ key }) => key === 'note')).toMatchObject({ required: false, maxLength: 10 });
  expect(form.find(({ key }) => key === 'region')).toMatchObject({ kind: 'select', default: 'us' });
});

test('fields that decide where secrets are sent are named, and a form is told', () => {
  expect(destinationKeys(sample)).toEqual(['address']);
  const told = describeFields(sample).filter(({ destination }) => destination);
  expect(told.map(({ key }) => key)).toEqual(['address']);
});
