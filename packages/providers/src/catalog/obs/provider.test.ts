import { expect, test } from 'vitest';
import { parseSettings } from '../../kit/settings.ts';
import { providerContract } from '../../testing/index.ts';
import { obs } from './provider.ts';

providerContract(obs, {
  settings: {
    host: 'studio.example.org',
    port: '4455',
    password: 'supersecretpassword',
    tls: 'on',
    scenes: 'live = Main camera\npause = Be right back',
  },
});

test('fills in the port and TLS, and reads mappings line by line', () => {
  expect(parseSettings(obs, { host: '192.168.1.20', scenes: 'live = Camera = 2\n\n' })).toEqual({
    host: '192.168.1.20',
    port: 4455,
    tls: false,
    scenes: { live: 'Camera = 2' },
  });
});

test.each([
  [{ host: 'ws://studio' }, 'settings.host'],
  [{ host: 'studio', port: '70000' }, 'settings.port'],
  [{ host: 'studio', port: 'abc' }, 'settings.port'],
  [{ host: 'studio', scenes: 'a line without an equals sign' }, 'settings.scenes'],
  [{ host: 'studio', sources: { mic: 5 } }, 'settings.sources'],
])('refuses %j at %s', (settings, path) => {
  expect(() => parseSettings(obs, settings)).toThrow(
    expect.objectContaining({ fields: { [path]: [expect.any(String)] } }),
  );
});
