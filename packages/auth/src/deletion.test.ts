import { describe, expect, test } from 'vitest';
import { openIdentityDatabase } from './database.ts';
import { createLibrary } from './library.ts';
import { ada, browser, cookieOf, freshAuth, post, refusal } from './testing/fresh-auth.ts';

describe('the library’s own ways to delete somebody', () => {
  test('leave the person where they are, whoever calls them', async () => {
    const { auth, settings, query } = await freshAuth();
    const { user, setCookie } = await auth.signUp(ada, browser);
    const db = openIdentityDatabase(settings.url, 1);
    const { internalAdapter } = await createLibrary(settings, db).$context;
    await internalAdapter.deleteUser(user.id).catch(() => undefined);
    await db.destroy();
    const cookie = cookieOf(setCookie).get('cookie') ?? '';
    for (const path of ['/delete-user', '/delete-user/callback'])
      expect((await auth.handler(post(path, { password: ada.password }, { cookie }))).status).toBe(
        404,
      );
    expect(await query('select email from auth."user"')).toEqual([{ email: ada.email }]);
  });
});

describe('confirming a password', () => {
  test('takes the right one and no other', async () => {
    const { auth } = await freshAuth();
    const { setCookie } = await auth.signUp(ada, browser);
    const session = await auth.sessionOf(cookieOf(setCookie));
    if (session === null) throw new Error('nobody is signed in');
    await auth.confirmPassword(session, ada.password, browser);
    const wrong = auth.confirmPassword(session, 'something else entirely', browser);
    expect(await refusal(wrong)).toMatchObject({ code: 'invalid_input', fields: ['password'] });
  });

  test('is limited, also for whoever has the session', async () => {
    const { auth } = await freshAuth();
    const { setCookie } = await auth.signUp(ada, browser);
    const session = await auth.sessionOf(cookieOf(setCookie));
    if (session === null) throw new Error('nobody is signed in');
    for (let attempt = 1; attempt <= 10; attempt += 1)
      await refusal(auth.confirmPassword(session, `guess ${attempt}`, browser));
    const elsewhere = { ...browser, address: '198.51.100.4' };
    const right = auth.confirmPassword(session, ada.password, elsewhere);
    expect(await refusal(right)).toMatchObject({ code: 'rate_limited' });
  });
});
