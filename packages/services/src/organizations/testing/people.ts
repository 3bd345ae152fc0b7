import { randomBytes, randomUUID } from 'node:crypto';
import { asUser, isPatchbayError, type MemberRole, type Role } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { AuditLog, Member, openOrm, User } from '@patchbay/db';
import { createHttp } from '@patchbay/providers';
import { fixedClock, freshDatabase } from '@patchbay/testing';
import { afterAll } from 'vitest';
import { verifyAudit } from '../../audit/verify.ts';
import { openPolicy, type Person, type Runtime, type ServiceContext } from '../../kernel/index.ts';
import { createOrganization } from '../create.ts';

/** A database for one suite; each test founds organizations of its own in it. */
export async function openPeople() {
  const database = await freshDatabase();
  const orm = await openOrm({ url: database.url, poolSize: 5 });
  const clock = fixedClock();
  const http = createHttp({ clock });
  const keys = await parseKeyRing(randomBytes(32).toString('base64'));
  const oauth = openPolicy('http://patchbay.test');
  const runtime: Runtime = { orm, keys, clock, http, signup: 'open', oauth };
  afterAll(async () => {
    await http.close();
    await orm.close();
    await database.drop();
  });
  return { runtime, clock, url: database.url, ...actions(runtime) };
}

export type Organization = { id: string; slug: string; owner: Person };

function actions(runtime: Runtime) {
  const em = () => runtime.orm.em.fork();

  async function person(name = 'Ada', operator = false): Promise<Person> {
    const id = randomUUID();
    const email = `${name.toLowerCase()}.${id.slice(0, 8)}@example.org`;
    await em().insert(User, { id, name, email, emailVerified: false, operator });
    return { type: 'user', id, name, email, operator };
  }

  async function found(name = 'Acme'): Promise<Organization> {
    const owner = await person('Olive');
    const { id, slug } = await createOrganization(personal(owner), { name });
    return { id, slug, owner };
  }

  async function join(organization: Organization, role: MemberRole, name: string) {
    const somebody = await person(name);
    const memberId = randomUUID();
    const createdAt = runtime.clock.now();
    await em().insert(Member, {
      id: memberId,
      organizationId: organization.id,
      userId: somebody.id,
      role,
      createdAt,
    });
    return { person: somebody, memberId };
  }

  const personal = (who: Person) => ({ runtime, person: who, requestId: 'req_test' });

  const inside = (organization: Organization, who: Person, role: Role): ServiceContext => {
    const { type, id, name, email } = who;
    const principal = asUser(organization.id, { type, id, name, email }, role);
    return { runtime, principal, requestId: 'req_test' };
  };

  const asOwner = (organization: Organization) => inside(organization, organization.owner, 'owner');

  const ownerMember = async ({ id, owner }: Organization) =>
    (await em().findOneOrFail(Member, { organizationId: id, userId: owner.id })).id;

  const audit = (organization: Organization) =>
    em().find(AuditLog, { organizationId: organization.id }, { orderBy: { sequence: 'desc' } });

  const chain = (organization: Organization) => verifyAudit(asOwner(organization), {});

  return { em, person, found, join, personal, inside, asOwner, ownerMember, audit, chain };
}

/** The code, message and bad fields of a refusal, to compare in one go; a success fails the test. */
export const refusal = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error('It was expected to be refused.');
    },
    (error: unknown) => {
      if (!isPatchbayError(error)) throw error;
      const { code, message, fields } = error;
      return { code, message, fields: Object.keys(fields ?? {}) };
    },
  );

/** How many of some simultaneous calls went through, and the codes of the rest. */
export async function outcomes(works: Promise<unknown>[]) {
  const settled = await Promise.allSettled(works);
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const codes = refused.map((reason) => (isPatchbayError(reason) ? reason.code : String(reason)));
  return { done: settled.length - refused.length, codes };
}
