import { EnvironmentError } from '@patchbay/core';
import { describe, expect, test } from 'vitest';
import { allowedFrom, catalog, sharedAppsFrom } from '../catalog/index.ts';
import { hasClient, wantedScopes } from './app.ts';
import { appSettings, sharedAppVariables } from './shared-apps.ts';

const reddit = {
  REDDIT_CLIENT_ID: 'shared-id-of-test',
  REDDIT_CLIENT_SECRET: 'shared-secret-of-test',
};
const problemOf = (run: () => unknown): EnvironmentError => {
  try {
    run();
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  return expect.unreachable('should have been refused');
};

test('takes the environment of the process, which is no plain object', () => {
  class Environment {
    [name: string]: string;
  }
  expect(sharedAppsFrom(Object.assign(new Environment(), reddit))).toHaveProperty('reddit');
});

describe('variables', () => {
  test('are the ones that operators know, and say which of them is secret', () => {
    const names = Object.values(catalog).flatMap((provider) => sharedAppVariables(provider));
    expect(names.map(({ variable }) => variable).sort()).toEqual([
      'DISCORD_CLIENT_ID',
      'DISCORD_CLIENT_SECRET',
      'LINKEDIN_CLIENT_ID',
      'LINKEDIN_CLIENT_SECRET',
      'LINKEDIN_SCOPES',
      'NOTION_API_VERSION',
      'NOTION_CLIENT_ID',
      'NOTION_CLIENT_SECRET',
      'REDDIT_CLIENT_ID',
      'REDDIT_CLIENT_SECRET',
      'REDDIT_SCOPES',
      'REDDIT_USER_AGENT',
      'SLACK_CLIENT_ID',
      'SLACK_CLIENT_SECRET',
    ]);
    for (const { variable, secret } of names) expect(secret).toBe(variable.endsWith('_SECRET'));
  });
});

describe('shared apps', () => {
  test('are read where they are whole', () => {
    const apps = sharedAppsFrom({ ...reddit, REDDIT_SCOPES: 'identity, read', OTHER: 'x' });
    expect(apps).toEqual({
      reddit: {
        provider: 'reddit',
        settings: {
          clientId: reddit.REDDIT_CLIENT_ID,
          clientSecret: reddit.REDDIT_CLIENT_SECRET,
          scopes: 'identity, read',
        },
      },
    });
    expect(wantedScopes(catalog.reddit, apps.reddit?.settings ?? {})).toEqual(['identity', 'read']);
  });

  test('are absent where nothing of them is set, unless the operator asked for them', () => {
    expect(sharedAppsFrom({ REDDIT_CLIENT_ID: ' ' })).toEqual({});
    expect(problemOf(() => sharedAppsFrom({}, ['reddit'])).variables).toEqual([
      'REDDIT_CLIENT_ID',
      'REDDIT_CLIENT_SECRET',
    ]);
    expect(sharedAppsFrom({}, ['wordpress', 'syncro'])).toEqual({});
  });

  test('are refused by half, naming all that is wrong and no value', () => {
    const error = problemOf(() =>
      sharedAppsFrom({
        REDDIT_CLIENT_SECRET: reddit.REDDIT_CLIENT_SECRET,
        SLACK_CLIENT_ID: 'no-slack-id',
        SLACK_CLIENT_SECRET: 'slack-secret-of-test',
        NOTION_API_VERSION: 'yesterday',
      }),
    );
    expect(error.variables.sort()).toEqual([
      'NOTION_API_VERSION',
      'NOTION_CLIENT_ID',
      'NOTION_CLIENT_SECRET',
      'REDDIT_CLIENT_ID',
      'SLACK_CLIENT_ID',
    ]);
    for (const value of [reddit.REDDIT_CLIENT_SECRET, 'no-slack-id', 'slack-secret', 'yesterday'])
      expect(error.message).not.toContain(value);
  });
});

describe('the app of a connection', () => {
  const own = {
    clientId: 'own-id-of-the-test',
    clientSecret: 'own-secret-of-test',
    userAgent: 'own:agent',
  };
  const shared = sharedAppsFrom({ ...reddit, REDDIT_USER_AGENT: 'shared:agent' }).reddit;

  test('is the own one where it is whole, untouched by the shared one', () => {
    expect(appSettings(catalog.reddit, own, shared)).toEqual({
      origin: 'organization',
      settings: own,
    });
  });

  test('is the shared one where the own one is not whole, and never a mixture', () => {
    const { clientSecret: _left, ...half } = own;
    const chosen = appSettings(catalog.reddit, half, shared);
    expect(chosen).toMatchObject({
      origin: 'environment',
      settings: {
        clientId: reddit.REDDIT_CLIENT_ID,
        clientSecret: reddit.REDDIT_CLIENT_SECRET,
        userAgent: 'shared:agent',
      },
    });
  });

  test('is none where there is neither', () => {
    expect(appSettings(catalog.reddit, {}, undefined)).toBeNull();
    expect(hasClient(catalog.reddit, {})).toBe(false);
  });
});

describe('what an operator allows', () => {
  test('is everything unless told', () => {
    expect(allowedFrom([])).toMatchObject({
      notion: ['public', 'internal'],
      reddit: ['public'],
      wordpress: ['internal'],
    });
  });

  test('is a provider, or one way of it', () => {
    expect(allowedFrom(['reddit', 'notion_internal'])).toEqual({
      reddit: ['public'],
      notion: ['internal'],
    });
    expect(allowedFrom(['notion_internal', 'notion_public']).notion).toEqual([
      'internal',
      'public',
    ]);
  });

  test.each(['twitter', 'reddit_internal', 'notion_', 'constructor', '__proto__'])(
    'cannot be %s, which means nothing',
    (entry) => {
      const error = problemOf(() => allowedFrom(['reddit', entry]));
      expect(error.variables).toEqual(['INTEGRATIONS_ALLOWED']);
      expect(error.message).toContain(entry);
    },
  );
});
