import { expect, test } from 'vitest';
import { parseSettings } from '../../kit/settings.ts';
import { providerContract } from '../../testing/index.ts';
import { discord } from './provider.ts';

const settings = {
  applicationId: '123456789012345678',
  publicKey: 'AB'.repeat(32),
  botToken: 'sample-bot-token-of-the-test',
  clientSecret: 'sample-client-secret',
  guildId: '987654321098765432',
};

providerContract(discord, { settings });

test('keeps the public key in small letters and asks for no permission unless told', () => {
  expect(parseSettings(discord, settings)).toMatchObject({
    publicKey: 'ab'.repeat(32),
    permissions: '0',
  });
});

test.each([
  ['applicationId', '12'],
  ['publicKey', 'xyz'],
  ['guildId', 'my-server'],
  ['permissions', '-1'],
  ['botToken', 'two words'],
])('refuses %s %j', (key, value) => {
  expect(() => parseSettings(discord, { ...settings, [key]: value })).toThrow(
    expect.objectContaining({ fields: { [`settings.${key}`]: [expect.any(String)] } }),
  );
});
