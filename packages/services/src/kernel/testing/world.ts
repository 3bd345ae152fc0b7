import { randomUUID } from 'node:crypto';
import { asApiKey, asSystem, asUser, type KeyPermission, type Role } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { Member, Organization, openOrm, User } from '@patchbay/db';
import { createHttp } from '@patchbay/providers';
import { fixedClock, freshDatabase } from '@patchbay/testing';
import { sql } from 'kysely';
import { ensureIntegrations } from '../../integrations/ensure.ts';
import { openPolicy, type Person, type Runtime, type ServiceContext } from '../context.ts';

/** Keys that tests seal with; base64 of 32 bytes each. */
export const testKeys = {
  current: Buffer.from('tests seal with this key, nothing').subarray(0, 32).toString('base64'),
  other: Buffer.from('this one is another key entirely').toString('base64'),
};

export type World = Awaited<ReturnType<typeof openWorld>>;
export type Tenant = Awaited<ReturnType<World['organization']>>;

/** A runtime on a database of its own, whose outbound calls end at `upstream`. */
export async function openWorld() {
  const database = await freshDatabase();
  const orm = await openOrm({ url: database.url });
  const clock = fixedClock();
  const upstream = syncroUpstream();
  const http = createHttp({ clock, fetch: upstream.fetch, retries: 0 });
  const keys = await parseKeyRing(testKeys.current);
  const oauth = openPolicy('http://patchbay.test');
  const runtime: Runtime = { orm, keys, clock, http, signup: 'open', oauth };
  const close = async () => {
    await orm.close();
    await http.close();
    await database.drop();
  };
  return {
    runtime,
    clock,
    upstream,
    url: database.url,
    organization: () => foundOrganization(runtime),
    contents: () => contentsOf(runtime),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Every row of the product as text, by table: to prove that something changed nothing, or holds no secret. */
async function contentsOf({ orm }: Runtime): Promise<Record<string, string>> {
  const db = orm.em.fork().getKysely();
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'auth') order by name`.execute(db);
  const contents: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string | null }>`
      select string_agg(t::text, E'\n' order by t::text) as text from ${sql.raw(name)} t`.execute(
      db,
    );
    contents[name] = rows[0]?.text ?? '';
  }
  return contents;
}

/** An organization with its pre-created integrations and the ways to act in it. */
async function foundOrganization(runtime: Runtime) {
  const id = randomUUID();
  const em = runtime.orm.em.fork();
  em.create(Organization, { id, name: 'Acme', slug: `acme-${id}`, createdAt: new Date() });
  await em.flush();
  await ensureIntegrations(em, id);
  const requestId = `req_${id}`;
  return {
    id,
    /** A new person with this standing in the organization; an operator is no member of it. */
    async person(role: Role): Promise<Person> {
      const person = {
        id: randomUUID(),
        name: `Some ${role}`,
        email: `${randomUUID()}@example.org`,
      };
      const inner = runtime.orm.em.fork();
      const operator = role === 'operator';
      inner.create(User, { ...person, emailVerified: true, operator });
      await inner.flush();
      if (role !== 'operator') {
        inner.create(Member, {
          organizationId: id,
          userId: person.id,
          role,
          createdAt: new Date(),
        });
        await inner.flush();
      }
      return { type: 'user', ...person, operator };
    },
    async as(role: Role): Promise<ServiceContext> {
      const { operator: _, ...actor } = await this.person(role);
      const sessionId = `session-of-${actor.id}`;
      return { runtime, requestId, principal: asUser(id, actor, role), sessionId };
    },
    key(granted: readonly KeyPermission[]): ServiceContext {
      const actor = { type: 'api_key' as const, id: randomUUID(), name: 'A program' };
      return { runtime, requestId, principal: asApiKey(id, actor, granted) };
    },
    system: (): ServiceContext => ({
      runtime,
      requestId,
      principal: asSystem(id, 'test', ['settings:read', 'settings:edit', 'audit:read']),
    }),
  };
}

/** Stands in for Syncro: accepts the tokens it is given and can be told to answer otherwise. */
function syncroUpstream() {
  const upstream = {
    tokens: new Set<string>(),
    calls: [] as string[],
    /** Answered instead of the usual, when set. */
    instead: null as (() => Response | Promise<Response>) | null,
    async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
      const request = new Request(input, init);
      const { pathname, hostname } = new URL(request.url);
      upstream.calls.push(`${hostname}${pathname}`);
      if (upstream.instead) return upstream.instead();
      const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
      if (!upstream.tokens.has(token)) return Response.json({ error: 'no' }, { status: 401 });
      if (pathname.endsWith('/me')) return Response.json({ user_id: 1, user_name: 'Ada' });
      return Response.json({ customers: [], meta: { total_entries: 0 } });
    },
  };
  return upstream;
}
