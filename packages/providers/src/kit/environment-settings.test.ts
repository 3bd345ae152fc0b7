import { expect, test } from 'vitest';
import { settingsFromEnvironment, variablesOf } from './environment-settings.ts';
import { field } from './field.ts';
import { defineProvider } from './provider.ts';

const chat = defineProvider({
  key: 'chat',
  about: {
    name: 'Chat',
    vendor: 'Tests',
    category: 'chat',
    description: 'Talks.',
    docs: 'https://chat.test/',
    account: 'From the desk.',
  },
  fields: {
    url: field.url({ label: 'Address', destination: true }),
    port: field.port({ label: 'Port', default: 6697 }),
    token: field.secret({ label: 'Token', required: false }),
    note: field.text({ label: 'Note', required: false }),
  },
  environment: { url: 'CHAT_URL', port: 'CHAT_PORT', token: 'CHAT_TOKEN' },
});
const read = (record: Record<string, string>) => settingsFromEnvironment(chat, record);

test('settings come from the variables that a provider names, and from no others', () => {
  const given = { CHAT_URL: ' https://chat.test ', CHAT_PORT: '7000', NOTE: 'x', PATH: '/bin' };
  expect(read(given)).toEqual({
    settings: { url: 'https://chat.test', port: 7000 },
    problem: null,
  });
  expect(variablesOf([chat])).toEqual(['CHAT_URL', 'CHAT_PORT', 'CHAT_TOKEN']);
});

test('nothing set is no problem', () => {
  expect(read({ CHAT_URL: '  ', OTHER: 'x' })).toEqual({ settings: null, problem: null });
});

test('what is missing or bad is named by its variable, and no value is repeated', () => {
  expect(read({ CHAT_TOKEN: 'a-secret' })).toEqual({
    settings: null,
    problem: 'CHAT_URL is missing.',
  });
  const { problem } = read({ CHAT_URL: 'a-secret-word', CHAT_PORT: 'another-one' });
  expect(problem).toMatch(/^CHAT_URL must be .*; CHAT_PORT must be .*\.$/);
  expect(problem).not.toMatch(/secret-word|another-one/);
});
