import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ada, browser, cookieOf, freshAuth, post, refusal } from './testing/fresh-auth.ts';

const eve = { ...ada, email: 'eve@example.org', name: 'Eve' };
const token = 'abcdefghjkmnpqrstuvwxyz234';

type Query = Awaited<ReturnType<typeof freshAuth>>['query'];

async function invite(
  query: Query,
  email: string,
  changes: { status?: string; days?: number } = {},
) {
  const id = randomUUID();
  await query(`insert into auth.organization values ($1, 'Acme', 'acme', null, now(), null)`, [id]);
  await query(
    `insert into auth.invitation ("organizationId", email, role, status, "expiresAt", "inviterId", "tokenHash")
     select $1, $2, 'member', $3, now() + $4 * interval '1 day', u.id, $5 from auth."user" u limit 1`,
    [
      id,
      email,
      changes.status ?? 'pending',
      changes.days ?? 7,
      createHash('sha256').update(token).digest('hex'),
    ],
  );
}

describe('the first person', () => {
  test.each(['open', 'invitation'] as const)(
    'comes in when sign-up is %s, and is the operator',
    async (signup) => {
      const { auth } = await freshAuth({ signup });
      const first = await auth.signUp(ada, browser);
      expect((await auth.sessionOf(cookieOf(first.setCookie)))?.user.operator).toBe(true);
    },
  );

  test('is one person, also when several sign up in the same moment', async () => {
    const { auth, query } = await freshAuth();
    const people = ['a', 'b', 'c', 'd'].map((name) => ({ ...ada, email: `${name}@example.org` }));
    await Promise.all(people.map((person) => auth.signUp(person, browser)));
    expect(await query('select operator from auth."user" order by operator')).toEqual([
      { operator: false },
      { operator: false },
      { operator: false },
      { operator: true },
    ]);
  });

  test('is one person by invitation too; the others are refused', async () => {
    const { auth, query } = await freshAuth({ signup: 'invitation' });
    const people = ['a', 'b', 'c'].map((name) => ({ ...ada, email: `${name}@example.org` }));
    const settled = await Promise.allSettled(people.map((one) => auth.signUp(one, browser)));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await query('select operator from auth."user"')).toEqual([{ operator: true }]);
  });

  test('cannot come in when sign-up is closed', async () => {
    const { auth, query } = await freshAuth({ signup: 'closed' });
    expect(await refusal(auth.signUp(ada, browser))).toMatchObject({ code: 'forbidden' });
    expect(await query('select 1 from auth."user"')).toEqual([]);
  });
});

describe('sign-up by invitation', () => {
  test('lets in whoever holds a pending invitation for that address', async () => {
    const { auth, query } = await freshAuth({ signup: 'invitation' });
    await auth.createUser(ada);
    await invite(query, eve.email);
    const { setCookie } = await auth.signUp({ ...eve, invitation: token }, browser);
    expect((await auth.sessionOf(cookieOf(setCookie)))?.user).toMatchObject({
      email: eve.email,
      operator: false,
    });
  });

  test.each([
    ['without one', eve.email, {}, undefined],
    ['with another token', eve.email, {}, 'b'.repeat(26)],
    ['with one for another address', 'max@example.org', {}, token],
    ['with an expired one', eve.email, { days: -1 }, token],
    ['with a canceled one', eve.email, { status: 'canceled' }, token],
    ['with a used one', eve.email, { status: 'accepted' }, token],
  ])('refuses a person %s', async (_case, email, changes, invitation) => {
    const { auth, query } = await freshAuth({ signup: 'invitation' });
    await auth.createUser(ada);
    await invite(query, email, changes);
    const work = auth.signUp({ ...eve, ...(invitation && { invitation }) }, browser);
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
    expect(await query('select email from auth."user"')).toEqual([{ email: ada.email }]);
  });

  test('holds over HTTP as well', async () => {
    const { auth } = await freshAuth({ signup: 'invitation' });
    await auth.createUser(ada);
    const response = await auth.handler(post('/sign-up/email', eve));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'forbidden' });
  });
});

describe('a sign-up', () => {
  test('cannot make itself an operator', async () => {
    const { auth, query } = await freshAuth();
    await auth.createUser(ada);
    const response = await auth.handler(post('/sign-up/email', { ...eve, operator: true }));
    expect(response.status).toBe(200);
    const [row] = await query('select operator from auth."user" where email = $1', [eve.email]);
    expect(row).toEqual({ operator: false });
  });

  test('says when the address has an account', async () => {
    const { auth } = await freshAuth();
    await auth.signUp(ada, browser);
    const again = auth.signUp({ ...ada, email: 'ADA@example.org' }, browser);
    expect(await refusal(again)).toMatchObject({ code: 'conflict', fields: ['email'] });
  });

  test.each([
    ['too short', 'elevenchars'],
    ['among the most used', 'Password1234'],
    ['one character again and again', 'aaaaaaaaaaaaaaaa'],
    ['the address itself', ada.email],
  ])('refuses a password that is %s', async (_case, password) => {
    const { auth, query } = await freshAuth();
    const work = auth.signUp({ ...ada, password }, browser);
    expect(await refusal(work)).toMatchObject({ code: 'invalid_input', fields: ['password'] });
    expect(await query('select 1 from auth."user"')).toEqual([]);
  });

  test('names a bad address and an empty name', async () => {
    const { auth } = await freshAuth();
    const bad = auth.signUp({ ...ada, email: 'nobody' }, browser);
    expect(await refusal(bad)).toMatchObject({ code: 'invalid_input', fields: ['email'] });
    const nameless = auth.signUp({ ...ada, name: ' ' }, browser);
    expect(await refusal(nameless)).toMatchObject({ code: 'invalid_input', fields: ['name'] });
  });
});
