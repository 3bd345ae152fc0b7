import { openOrm } from '@patchbay/db';
import { describe, expect, test } from 'vitest';
import type { IdentityDatabase } from './database.ts';
import { createLibrary } from './library.ts';
import { ada, browser, cookieOf, freshAuth, refusal } from './testing/fresh-auth.ts';

const fresh = { password: 'another quiet harbour' };

describe('a session', () => {
  test('ends when it was not used for a week', async () => {
    const { auth, query } = await freshAuth();
    const headers = cookieOf((await auth.signUp(ada, browser)).setCookie);
    expect(await auth.sessionOf(headers)).not.toBeNull();
    await query(`update auth.session set "expiresAt" = now() - interval '1 second'`);
    expect(await auth.sessionOf(headers)).toBeNull();
  });

  test('would outlive its end on the client of the mapper, which is why auth has its own', async () => {
    const { auth, settings, query } = await freshAuth();
    const headers = cookieOf((await auth.signUp(ada, browser)).setCookie);
    await query(`update auth.session set "expiresAt" = now() - interval '1 second'`);

    const orm = await openOrm({ url: settings.url });
    const shared: unknown = orm.em.getConnection().getClient();
    const onMapper = createLibrary(settings, shared as IdentityDatabase);
    const wronglyAlive = await onMapper.api.getSession({ headers });
    await orm.close();
    expect(wronglyAlive?.user.email).toBe(ada.email);
    expect(await auth.sessionOf(headers)).toBeNull();
  });

  test('is prolonged by use, and the browser is told', async () => {
    const { auth, query } = await freshAuth();
    const headers = cookieOf((await auth.signUp(ada, browser)).setCookie);
    expect((await auth.sessionOf(headers))?.setCookie).toEqual([]);
    await query(`update auth.session set "expiresAt" = now() + interval '5 days'`);
    const used = await auth.sessionOf(headers);
    expect(used?.setCookie.join()).toContain('session_token=');
    expect(used?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000);
  });

  test('ends after thirty days however much it is used', async () => {
    const { auth, query } = await freshAuth();
    const headers = cookieOf((await auth.signUp(ada, browser)).setCookie);
    await query(`update auth.session set "createdAt" = now() - interval '30 days'`);
    // A page asks for several things at once; each of them finds it over.
    const asked = await Promise.all([1, 2, 3, 4].map(() => auth.sessionOf(headers)));
    expect(asked).toEqual([null, null, null, null]);
    expect(await query('select 1 from auth.session')).toEqual([]);
  });

  test('is nothing without a cookie or with a changed one', async () => {
    const { auth } = await freshAuth();
    const { setCookie } = await auth.signUp(ada, browser);
    expect(await auth.sessionOf(new Headers())).toBeNull();
    const cookie = cookieOf(setCookie).get('cookie') ?? '';
    const swapped = cookie.replace(/=(.)/, (_all, first) => `=${first === 'a' ? 'b' : 'a'}`);
    expect(await auth.sessionOf(new Headers({ cookie: swapped }))).toBeNull();
  });

  test('shows a changed standing at once', async () => {
    const { auth } = await freshAuth();
    await auth.createUser(ada);
    const headers = cookieOf((await auth.signIn(ada, browser)).setCookie);
    expect((await auth.sessionOf(headers))?.user.operator).toBe(false);
    await auth.setOperator({ email: ada.email, operator: true });
    expect((await auth.sessionOf(headers))?.user.operator).toBe(true);
  });
});

describe('a person’s sessions', () => {
  test('are listed with where they came from, and can be ended one by one', async () => {
    const { auth } = await freshAuth();
    const here = cookieOf((await auth.signUp(ada, browser)).setCookie);
    const phone = { headers: new Headers({ 'user-agent': 'Phone' }), address: '198.51.100.7' };
    const there = cookieOf((await auth.signIn(ada, phone)).setCookie);
    const current = await auth.sessionOf(here);
    if (!current) throw new Error('There is no session.');
    const lines = await auth.listSessions(current);
    expect(lines.map(({ address, userAgent, current }) => [address, userAgent, current])).toEqual([
      ['198.51.100.7', 'Phone', false],
      ['192.0.2.10', null, true],
    ]);
    expect(JSON.stringify(lines)).not.toContain('token');

    await auth.endSession(current, lines[0]?.id ?? '');
    expect(await auth.sessionOf(there)).toBeNull();
    expect(await auth.sessionOf(here)).not.toBeNull();
  });

  test('are nobody else’s to end', async () => {
    const { auth } = await freshAuth();
    const adas = await auth.sessionOf(cookieOf((await auth.signUp(ada, browser)).setCookie));
    const eve = { ...ada, email: 'eve@example.org' };
    const eves = await auth.sessionOf(cookieOf((await auth.signUp(eve, browser)).setCookie));
    if (!adas || !eves) throw new Error('There is no session.');
    expect(await refusal(auth.endSession(eves, adas.id))).toMatchObject({ code: 'not_found' });
  });

  test('all end but the current one when the password changes', async () => {
    const { auth } = await freshAuth();
    const stolen = cookieOf((await auth.signUp(ada, browser)).setCookie);
    const headers = cookieOf((await auth.signIn(ada, browser)).setCookie);
    const input = { currentPassword: ada.password, newPassword: fresh.password };
    const changed = await auth.changePassword(input, { ...browser, headers });
    expect(await auth.sessionOf(stolen)).toBeNull();
    expect(await auth.sessionOf(cookieOf(changed.setCookie))).not.toBeNull();
    expect(await refusal(auth.signIn(ada, browser))).toMatchObject({ code: 'unauthenticated' });
    expect(await auth.signIn({ ...ada, ...fresh }, browser)).toBeTruthy();
  });

  test('stay when the current password was wrong', async () => {
    const { auth } = await freshAuth();
    const headers = cookieOf((await auth.signUp(ada, browser)).setCookie);
    const input = { currentPassword: 'not the password', newPassword: fresh.password };
    const work = auth.changePassword(input, { ...browser, headers });
    expect(await refusal(work)).toMatchObject({ fields: ['currentPassword'] });
    expect(await auth.sessionOf(headers)).not.toBeNull();
  });

  test('all end when an administrator sets the password', async () => {
    const { auth } = await freshAuth();
    const headers = cookieOf((await auth.signUp(ada, browser)).setCookie);
    await auth.setPassword({ email: 'ADA@example.org', ...fresh });
    expect(await auth.sessionOf(headers)).toBeNull();
    expect(await auth.signIn({ ...ada, ...fresh }, browser)).toBeTruthy();
    const nobody = auth.setPassword({ email: 'no@example.org', ...fresh });
    expect(await refusal(nobody)).toMatchObject({ code: 'not_found' });
  });
});
