import type { FieldView } from '@patchbay/services/schemas';
import { describe, expect, it } from 'vitest';
import {
  changesDestination,
  isFilled,
  keptInput,
  readSettings,
  textOfSetting,
} from './settings.ts';

const field = (key: string, kind: FieldView['kind'], more: Partial<FieldView> = {}): FieldView => ({
  key,
  label: key,
  kind,
  neededFor: [],
  required: true,
  secret: kind === 'secret',
  help: null,
  placeholder: null,
  default: null,
  options: [],
  pattern: null,
  patternMessage: null,
  maxLength: null,
  destination: false,
  ...more,
});

const fields = [field('host', 'text'), field('tls', 'bool'), field('password', 'secret')];

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

it('reads a switch that is off, which a form does not send', () => {
  expect(readSettings(formOf({ 'settings.host': 'a' }), fields)).toMatchObject({ tls: false });
  expect(readSettings(formOf({ 'settings.tls': 'on' }), fields)).toMatchObject({ tls: true });
});

it('leaves an empty secret out, and clears it only when asked', () => {
  const empty = { 'settings.password': '' };
  expect(readSettings(formOf(empty), fields)).not.toHaveProperty('password');
  const cleared = formOf({ ...empty, 'clear.password': 'on' });
  expect(readSettings(cleared, fields)).toMatchObject({ password: null });
});

it('prefers a typed secret to clearing it', () => {
  const form = formOf({ 'settings.password': 'new', 'clear.password': 'on' });
  expect(readSettings(form, fields)).toMatchObject({ password: 'new' });
});

it('keeps typed text for the next page and of secrets only their names', () => {
  const form = formOf({ 'settings.host': 'example', 'settings.password': 'hidden' });
  expect(keptInput(form, fields)).toEqual({
    values: { host: 'example', tls: '' },
    retype: ['password'],
  });
});

it('writes a map one pair a line, and falls back to the default', () => {
  expect(textOfSetting(field('scenes', 'map'), { live: 'Main', off: 'Black' })).toBe(
    'live = Main\noff = Black',
  );
  expect(textOfSetting(field('port', 'port', { default: 4455 }), null)).toBe('4455');
});

it.each([
  [{ saved: true }, true],
  [{ saved: false }, false],
  [{}, false],
  ['', false],
  ['x', true],
  [false, true],
])('knows whether %j is filled in', (value, filled) => {
  expect(isFilled(value as Parameters<typeof isFilled>[0])).toBe(filled);
});

describe('a changed destination', () => {
  const wiki = [
    field('url', 'url', { destination: true }),
    field('tls', 'bool', { destination: true }),
    field('user', 'text'),
    field('password', 'secret'),
  ];
  const stored = { url: 'https://a.example', user: 'bot', password: { saved: true } };
  const same = { 'settings.url': 'https://a.example', 'settings.user': 'bot' };

  it.each<[string, Record<string, string>, boolean]>([
    ['nothing changed', same, false],
    ['spaces around it', { ...same, 'settings.url': ' https://a.example ' }, false],
    ['another setting', { ...same, 'settings.user': 'other' }, false],
    ['another address', { ...same, 'settings.url': 'https://b.example' }, true],
    ['a switch that is part of it', { ...same, 'settings.tls': 'on' }, true],
  ])('is told from %s', (_, typed, expected) => {
    expect(changesDestination(formOf(typed), wiki, stored)).toBe(expected);
  });

  it('concerns nobody while no secret is saved', () => {
    const moved = formOf({ 'settings.url': 'https://b.example' });
    expect(changesDestination(moved, wiki, { ...stored, password: { saved: false } })).toBe(false);
  });
});
