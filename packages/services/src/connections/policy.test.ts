import { EnvironmentError } from '@patchbay/core';
import { expect, it } from 'vitest';
import { connectionPolicy } from './policy.ts';

const app = { REDDIT_CLIENT_ID: 'an-app-of-the-operator', REDDIT_CLIENT_SECRET: 'its-own-secret' };
const read = (source: Record<string, string>, allowed: string[] = [], enabled = true) =>
  connectionPolicy(
    source,
    { INTEGRATIONS_ENABLED: enabled, INTEGRATIONS_ALLOWED: allowed },
    'https://patchbay.example.org',
  );

it('allows everything and shares nothing unless told', () => {
  expect(read({})).toEqual({
    enabled: true,
    allowed: null,
    sharedApps: {},
    publicUrl: 'https://patchbay.example.org',
  });
});

it('reads which ways are allowed and which apps are shared', () => {
  const policy = read(app, ['reddit', 'notion_internal']);
  expect(policy.allowed).toEqual({ reddit: ['public'], notion: ['internal'] });
  expect(policy.sharedApps.reddit?.settings).toMatchObject({ clientId: app.REDDIT_CLIENT_ID });
});

it('does not look at apps where connections are switched off', () => {
  const half = { REDDIT_CLIENT_ID: app.REDDIT_CLIENT_ID };
  expect(read(half, ['nonsense'], false)).toMatchObject({ enabled: false, sharedApps: {} });
});

it.each([
  ['half an app', { REDDIT_CLIENT_ID: 'an-app' }, [], ['REDDIT_CLIENT_SECRET']],
  ['a provider nobody knows', {}, ['myspace'], ['INTEGRATIONS_ALLOWED']],
  [
    'a provider that is named without its app',
    {},
    ['reddit'],
    ['REDDIT_CLIENT_ID', 'REDDIT_CLIENT_SECRET'],
  ],
  [
    'several at once',
    { REDDIT_CLIENT_ID: 'an-app' },
    ['myspace'],
    ['INTEGRATIONS_ALLOWED', 'REDDIT_CLIENT_SECRET'],
  ],
])('refuses to start with %s', (_name, source, allowed, variables) => {
  const attempt = () => read(source, allowed);
  expect(attempt).toThrow(EnvironmentError);
  try {
    attempt();
  } catch (error) {
    expect(error instanceof EnvironmentError && error.variables).toEqual(variables);
    expect(String(error)).not.toContain('an-app');
  }
});
