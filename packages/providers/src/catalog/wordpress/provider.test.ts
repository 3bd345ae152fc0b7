import { systemClock } from '@patchbay/core';
import { expect, test } from 'vitest';
import { createHttp } from '../../http/create-http.ts';
import { openClient } from '../../kit/client.ts';
import { consentUrl, readConsent } from '../../kit/consent.ts';
import { parseSettings } from '../../kit/settings.ts';
import { providerContract, type RecordedCall, standIn } from '../../testing/index.ts';
import { wordpress } from './provider.ts';

const settings = {
  siteUrl: 'https://blog.example.org/news',
  username: 'dana',
  applicationPassword: 'abcd EFGH 1234 ijkl MNOP 5678',
};
const api = 'https://blog.example.org/news/wp-json';
const basic = `Basic ${btoa(`dana:${settings.applicationPassword}`)}`;
const me = { id: 4, name: 'Dana', username: 'dana', roles: ['editor'] };
const post = {
  id: 9,
  status: 'draft',
  link: 'https://blog.example.org/news/?p=9',
  title: { rendered: 'Hi' },
};
const failure = (status: number, code: string) => ({
  status,
  body: { code, message: 'Text of WordPress', data: null },
});
const healthy = ({ url, headers }: RecordedCall) => {
  if (headers.authorization !== basic) return failure(401, 'rest_not_logged_in');
  return {
    body: url.pathname.endsWith('/users/me') ? me : { name: 'News', url: settings.siteUrl },
  };
};

providerContract(wordpress, {
  settings,
  healthy,
  refused: () => failure(401, 'rest_not_logged_in'),
  account: { id: 'blog.example.org/news#4', name: 'dana at blog.example.org/news' },
  troubles: [
    ['a name that is taken, with HTTP 500', failure(500, 'existing_user_login'), 'invalid_request'],
    ['a password that is dead', failure(401, 'incorrect_password'), 'dead_credential'],
    ['a post that is not there', failure(404, 'rest_post_invalid_id'), 'not_found'],
    ['a role that is too small', failure(403, 'rest_cannot_create'), 'forbidden'],
  ],
  operations: {
    'me.get': {
      input: {},
      call: { url: `${api}/wp/v2/users/me?context=edit` },
      reply: { body: me },
      output: me,
    },
    'posts.list': {
      input: { per_page: 5, status: 'any' },
      call: { url: `${api}/wp/v2/posts?per_page=5&status=any` },
      reply: { body: [post] },
      output: { items: [post] },
    },
    'posts.create': {
      input: { title: 'Hi', content: '<p>x</p>', status: 'draft' },
      call: {
        method: 'POST',
        url: `${api}/wp/v2/posts`,
        body: '{"title":"Hi","content":"<p>x</p>","status":"draft"}',
      },
      reply: { status: 201, body: post },
      output: post,
    },
    'posts.update': {
      input: { id: 9, title: 'Ho' },
      call: { method: 'POST', url: `${api}/wp/v2/posts/9`, body: '{"title":"Ho"}' },
      reply: { body: post },
      output: post,
    },
    'posts.delete': {
      input: { id: 9 },
      call: { method: 'DELETE', url: `${api}/wp/v2/posts/9?force=false` },
      reply: { body: post },
      output: { done: true },
    },
  },
});

test.each([
  ['https://blog.example.org/', 'https://blog.example.org'],
  ['https://blog.example.org/news/wp-admin/index.php', 'https://blog.example.org/news'],
  ['https://blog.example.org/wp-json/', 'https://blog.example.org'],
  ['https://blog.example.org/wp-login.php?next=x', 'https://blog.example.org'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('takes the beginning of the site from %s', (siteUrl, expected) => {
  expect(parseSettings(wordpress, { ...settings, siteUrl })).toMatchObject({ siteUrl: expected });
});

test.each([
  'http://blog.example.org',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
])('refuses %s, since the password would go out in the clear', (siteUrl) => {
  expect(() => parseSettings(wordpress, { ...settings, siteUrl })).toThrow(
    expect.objectContaining({ fields: { 'settings.siteUrl': [expect.any(String)] } }),
  );
});

test('a site without pretty permalinks is asked by route', async () => {
  const { fetch, calls } = standIn(() => ({ body: me }));
  const http = createHttp({ clock: systemClock, fetch });
  await openClient(wordpress, { ...settings, permalinks: 'plain' }, { http })?.client.me();
  expect(calls[0]?.url.href).toBe(
    'https://blog.example.org/news/?rest_route=%2Fwp%2Fv2%2Fusers%2Fme&context=edit',
  );
});

const request = {
  appName: 'Patchbay',
  appId: '4f3b6f1c-9f0c-4a55-8d0f-2b7a8a0f4d11',
  successUrl: 'https://hub.example.org/consent/wordpress?state=s',
  rejectUrl: 'https://hub.example.org/consent/wordpress?state=s&refused=1',
};
const answer = {
  site_url: 'https://blog.example.org/news/',
  user_login: 'dana',
  password: 'abcd1234',
};

test('sends a person to the page of core that hands a password back', () => {
  const url = consentUrl(wordpress, settings, request);
  expect(`${url.origin}${url.pathname}`).toBe(
    'https://blog.example.org/news/wp-admin/authorize-application.php',
  );
  expect(Object.fromEntries(url.searchParams)).toEqual({
    app_name: request.appName,
    app_id: request.appId,
    success_url: request.successUrl,
    reject_url: request.rejectUrl,
  });
});

test('takes the password that comes back, and none that is of another site', () => {
  const read = (more: object) =>
    readConsent(wordpress, settings, new URLSearchParams({ ...answer, ...more }));
  expect(read({})).toEqual({ username: 'dana', applicationPassword: 'abcd1234' });
  for (const changed of [
    { site_url: 'https://evil.example/news' },
    { site_url: 'x' },
    { password: '' },
  ])
    expect(() => read(changed)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
});
