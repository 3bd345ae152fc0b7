import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { checkIntegration } from '../../kit/check.ts';
import { openClient } from '../../kit/client.ts';
import {
  providerContract,
  type RecordedCall,
  type SampleReply,
  standIn,
} from '../../testing/index.ts';
import { mediawiki } from './provider.ts';
import login from './samples/login.json' with { type: 'json' };
import failed from './samples/login-failed.json' with { type: 'json' };
import loginToken from './samples/login-token.json' with { type: 'json' };
import siteInfo from './samples/site-info.json' with { type: 'json' };
import userInfo from './samples/user-info.json' with { type: 'json' };

const settings = {
  apiUrl: 'https://wiki.example.org/w/api.php',
  botUser: 'WikiOperator@patchbay',
  botPassword: 'abcdefghijklmnopqrstuvwxyz012345',
};

const fixed = 'format=json&formatversion=2&errorformat=plaintext';

const trouble = (code: string): SampleReply => ({
  headers: [['mediawiki-api-error', code]],
  body: { errors: [{ code, text: 'Something in the language of the wiki', module: 'main' }] },
});

/** Logs in by cookie, as a wiki does; `password` is what it accepts. */
function wiki({ headers, body }: RecordedCall, password: string): SampleReply {
  const form = new URLSearchParams(body);
  if (form.get('type') === 'login')
    return { headers: [['set-cookie', 'wiki_session=s1; path=/; HttpOnly']], body: loginToken };
  if (form.get('action') === 'login') {
    const isGood = form.get('lgpassword') === password && headers.cookie === 'wiki_session=s1';
    return isGood
      ? { headers: [['set-cookie', 'wiki_session=s2; path=/; HttpOnly']], body: login }
      : { body: failed };
  }
  if (headers.cookie !== 'wiki_session=s2') return trouble('assertuserfailed');
  return { body: form.get('meta') === 'siteinfo' ? siteInfo : userInfo };
}

providerContract(mediawiki, {
  settings,
  healthy: (call) => wiki(call, settings.botPassword),
  refused: (call) => wiki(call, 'another password'),
  account: { id: 'wiki.example.org#1', name: 'WikiOperator at wiki.example.org' },
  operations: {
    'me.get': {
      input: {},
      call: {
        method: 'POST',
        url: settings.apiUrl,
        body: `${fixed}&action=query&meta=userinfo&assert=user`,
      },
      reply: { body: userInfo },
      output: { id: 1, name: 'WikiOperator' },
    },
    'site.get': {
      input: {},
      call: {
        method: 'POST',
        url: settings.apiUrl,
        body: `${fixed}&action=query&meta=siteinfo&siprop=general%7Cstatistics&assert=user`,
      },
      reply: { body: siteInfo },
      output: { name: 'Operations wiki', generator: 'MediaWiki 1.39.17', articles: 48, users: 12 },
    },
  },
});

const checkAnswering = async (answer: (call: RecordedCall) => SampleReply) => {
  const { fetch, calls } = standIn(answer);
  const http = createHttp({ clock: systemClock, fetch, retries: 0 });
  const report = await checkIntegration(mediawiki, settings, { http, clock: systemClock });
  return { report, calls };
};

test('tells the codes of a wiki apart, which come with HTTP 200', async () => {
  const reasons = async (code: string) => (await checkAnswering(() => trouble(code))).report.reason;
  expect(await reasons('readapidenied')).toBe('auth');
  expect(await reasons('maxlag')).toBe('rate_limited');
  expect(await reasons('internal_api_error_DBQueryError')).toBe('provider');
});

test('a redirect is not followed; the report names the place to enter instead', async () => {
  const { report, calls } = await checkAnswering(() => ({
    status: 301,
    headers: [['location', 'https://www.wiki.example.org/w/api.php?x=1']],
    body: '',
  }));
  expect(report.reason).toBe('misconfigured');
  expect(report.message).toContain('https://www.wiki.example.org (HTTP 301)');
  expect(calls).toHaveLength(1);
});

test('a login that a wiki breaks off is not taken for wrong credentials', async () => {
  const { report } = await checkAnswering((call) =>
    new URLSearchParams(call.body).get('action') === 'login'
      ? { body: { login: { result: 'Aborted', reason: { code: 'api-login-fail-aborted' } } } }
      : wiki(call, settings.botPassword),
  );
  expect(report.reason).toBe('provider');
});

test('a session that ended is opened anew, without the cookies of the old one', async () => {
  let isLost = false;
  const { fetch, calls } = standIn((call) => {
    const isSignedIn = call.headers.cookie === 'wiki_session=s2';
    if (isLost && isSignedIn) {
      isLost = false;
      return trouble('assertuserfailed');
    }
    return wiki(call, settings.botPassword);
  });
  const http = createHttp({ clock: systemClock, fetch, retries: 0 });
  const client = openClient(mediawiki, settings, { http })?.client;
  await client?.userInfo();
  isLost = true;
  expect(await client?.userInfo()).toMatchObject({ name: 'WikiOperator' });
  const tokens = calls.filter(({ body }) => new URLSearchParams(body).get('type') === 'login');
  expect(tokens.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
});
