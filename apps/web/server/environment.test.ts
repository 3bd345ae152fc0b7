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
    PUBLIC_URL: 'https://patchbay.example.com/',
  });
  expect(PUBLIC_URL).toBe('https://patchbay.example.com');
});

it('may have hosts of their own for webhooks and callbacks, and an app that receives for all', () => {
  const read = readEnvironment({
    ...needed,
    PUBLIC_URL: 'https://patchbay.example.com',
    WEBHOOKS_PUBLIC_URL: 'https://hooks.example.com',
    CALLBACK_PUBLIC_URL: 'https://callbacks.example.com',
    SLACK_SIGNING_SECRET: 'shh',
  });
  expect(read).toMatchObject({
    WEBHOOKS_PUBLIC_URL: 'https://hooks.example.com',
    webhookSecrets: { slack: 'shh' },
    oauth: {
      publicUrl: 'https://patchbay.example.com',
      callbackUrl: 'https://callbacks.example.com',
    },
  });
  expect(readEnvironment(needed).webhookSecrets).toEqual({});
});

it.each([
  ['PORT', '70000'],
  ['WEBHOOKS_PUBLIC_URL', 'hooks.example.com'],
  ['CALLBACK_PUBLIC_URL', 'https://callbacks.example.com/back'],
  ['PUBLIC_URL', 'patchbay.example.com'],
  ['PUBLIC_URL', 'ftp://patchbay.example.com'],
  ['PUBLIC_URL', 'https://patchbay.example.com/app'],
  ['SIGNUP', 'sometimes'],
  ['DATABASE_URL', 'mysql://db.example/patchbay'],
  ['DATABASE_URL', ''],
  ['AUTH_SECRET', 'short'],
  ['OUTBOUND_ALLOW', '10.0.0.0/99'],
  ['OUTBOUND_REWRITES', 'example.com'],
  ['OUTBOUND_REWRITES', '*.example.com=ftp://127.0.0.1'],
  ['SANDBOX_SETTINGS', 'syncro'],
  ['SANDBOX_SETTINGS', '{"syncro":{"port":1}}'],
  ['INTEGRATIONS_ENABLED', 'maybe'],
  ['INTEGRATIONS_ALLOWED', 'reddit_internal'],
  ['INTEGRATIONS_ALLOWED', 'notion_internal,myspace'],
  ['INTEGRATIONS_USAGE_LOGGING_ENABLED', '2'],
])('names %s when it is %s', (name, value) => {
  expect(() => readEnvironment({ ...needed, [name]: value })).toThrow(EnvironmentError);
  expect(() => readEnvironment({ ...needed, [name]: value })).toThrow(new RegExp(`^${name}: `));
});

const reddit = { REDDIT_CLIENT_ID: 'an-app', REDDIT_CLIENT_SECRET: 'kept-to-itself-0123456789' };

it('shares the apps it is given, and lets everything be connected, unless told otherwise', () => {
  const { oauth, INTEGRATIONS_USAGE_LOGGING_ENABLED: logging } = readEnvironment({
    ...needed,
    ...reddit,
  });
  expect(Object.keys(oauth.sharedApps)).toEqual(['reddit']);
  expect(oauth).toMatchObject({ enabled: true, allowed: null, publicUrl: 'http://localhost:3000' });
  expect(logging).toBe(false);
});

it('allows by name, and one way of two', () => {
  const { oauth } = readEnvironment({
    ...needed,
    ...reddit,
    INTEGRATIONS_ALLOWED: 'reddit, notion_internal',
  });
  expect(oauth.allowed).toEqual({ reddit: ['public'], notion: ['internal'] });
});

it('asks for no apps while connections are switched off', () => {
  const off = { ...needed, INTEGRATIONS_ENABLED: 'false', INTEGRATIONS_ALLOWED: 'reddit' };
  expect(readEnvironment(off).oauth).toMatchObject({ enabled: false, sharedApps: {} });
});

it('names every variable of an app that is allowed but not whole, and no value', () => {
  const half = { ...needed, INTEGRATIONS_ALLOWED: 'reddit,notion_public' };
  const { REDDIT_CLIENT_SECRET } = reddit;
  const problem = () => readEnvironment({ ...half, REDDIT_CLIENT_SECRET });
  expect(problem).toThrow(EnvironmentError);
  for (const name of ['REDDIT_CLIENT_ID', 'NOTION_CLIENT_ID', 'NOTION_CLIENT_SECRET'])
    expect(problem).toThrow(new RegExp(`^${name}: `, 'm'));
  expect(problem).not.toThrow(/kept-to-itself/);
});
