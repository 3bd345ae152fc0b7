import { expect, it } from 'vitest';
import { demoDefaults } from './demo-defaults.ts';

it.each(['127.0.0.1', 'localhost', '::1'])('lets anybody at this machine sign up: %s', (host) => {
  expect(demoDefaults(host).SIGNUP).toBe('open');
});

it.each(['0.0.0.0', '::', '192.168.1.4'])('asks others for an invitation: %s', (host) => {
  expect(demoDefaults(host).SIGNUP).toBe('invitation');
});
