import { EnvironmentError } from '@patchbay/core';
import { expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';

it('listens on loopback and lets nobody sign up uninvited unless asked otherwise', () => {
  expect(readEnvironment({})).toMatchObject({
    HOST: '127.0.0.1',
    PORT: 3000,
    PUBLIC_URL: 'http://localhost:3000',
    SIGNUP: 'invitation',
  });
});

it('keeps only the origin of the public address', () => {
  const { PUBLIC_URL } = readEnvironment({ PUBLIC_URL: 'https://patchbay.example.com/app/' });
  expect(PUBLIC_URL).toBe('https://patchbay.example.com');
});

it.each([
  ['PORT', '70000'],
  ['PUBLIC_URL', 'patchbay.example.com'],
  ['PUBLIC_URL', 'ftp://patchbay.example.com'],
  ['SIGNUP', 'sometimes'],
])('names %s when it is %s', (name, value) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(EnvironmentError);
  expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`^${name}: `));
});
