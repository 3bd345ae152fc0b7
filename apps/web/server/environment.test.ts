import { EnvironmentError } from '@patchbay/core';
import { expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';

const needed = {
  DATABASE_URL: 'postgres://db.example/patchbay',
  AUTH_SECRET: 'only-for-tests-2d7e4b90a1c8f365a0b1',
};

it('listens on loopback and lets nobody sign up uninvited unless asked otherwise', () => {
  expect(readEnvironment(needed)).toMatchObject({
    HOST: '127.0.0.1',
    PORT: 3000,
    PUBLIC_URL: 'http://localhost:3000',
    SIGNUP: 'invitation',
  });
});

it('keeps only the origin of the public address', () => {
  const { PUBLIC_URL } = readEnvironment({
    ...needed,
    PUBLIC_URL: 'https://patchbay.example.com/app/',
  });
  expect(PUBLIC_URL).toBe('https://patchbay.example.com');
});

it.each([
  ['PORT', '70000'],
  ['PUBLIC_URL', 'patchbay.example.com'],
  ['PUBLIC_URL', 'ftp://patchbay.example.com'],
  ['SIGNUP', 'sometimes'],
  ['DATABASE_URL', 'mysql://db.example/patchbay'],
  ['DATABASE_URL', ''],
  ['AUTH_SECRET', 'short'],
  ['OUTBOUND_REWRITES', 'example.com'],
])('names %s when it is %s', (name, value) => {
  expect(() => readEnvironment({ ...needed, [name]: value })).toThrow(EnvironmentError);
  expect(() => readEnvironment({ ...needed, [name]: value })).toThrow(new RegExp(`^${name}: `));
});
