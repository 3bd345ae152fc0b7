import { type Auth, createAuth } from '@patchbay/auth';
import { asUser, keyPermissions, newRequestId, systemClock } from '@patchbay/core';
import { parseKeyRing } from '@patchbay/crypto';
import { Organization, openOrm, User } from '@patchbay/db';
import { createHttp } from '@patchbay/providers/http';
import type { Person, PersonContext, Runtime, ServiceContext } from '@patchbay/services';
import { openPolicy, services, verifyKeyring } from '@patchbay/services';
import { ensureColleague } from './colleague.ts';
import { readDemoKey, writeDemoKey } from './demo-key.ts';
import type { Access } from './report.ts';
import type { DemoSandbox } from './sandbox.ts';

export const demoEmail = 'demo@patchbay.example';
const organization = { name: 'Acme Managed IT', slug: 'acme' };

export type SeedOptions = {
  databaseUrl: string;
  dataDir: string;
  password: string;
  keys: { appEncryptionKey: string; authSecret: string };
  publicUrl: string;
  sandbox: DemoSandbox;
};

/**
 * Fills an empty product so that there is something to look at: a person who is its operator, their
 * organization, a key for programs, and what the sandbox plays, configured and tested. What exists is
 * left as it is, so it runs at every start.
 */
export async function seed(options: SeedOptions): Promise<Omit<Access, 'url'>> {
  const orm = await openOrm({
    url: options.databaseUrl,
    poolSize: 3,
    applicationName: 'patchbay seed',
  });
  const keys = await parseKeyRing(options.keys.appEncryptionKey);
  const { allow, rewrites } = options.sandbox;
  const http = createHttp({ clock: systemClock, allow, rewrites });
  const oauth = openPolicy(options.publicUrl);
  const runtime: Runtime = { orm, keys, http, clock: systemClock, signup: 'closed', oauth };
  try {
    await verifyKeyring(orm, keys);
    const person = await ensurePerson(runtime, options);
    const ctx = await ensureOrganization({ runtime, person, requestId: newRequestId() });
    const apiKey = await ensureKey(ctx, options);
    for (const [provider, settings] of Object.entries(options.sandbox.settings))
      await ensureIntegration(ctx, provider, settings);
    await ensureColleague(ctx, {
      sandbox: options.sandbox,
      withAuth: (work) => withAuth(options, work),
    });
    return {
      email: demoEmail,
      password: options.password,
      apiKey,
      organization: organization.slug,
    };
  } finally {
    await http.close();
    await orm.close();
  }
}

async function ensurePerson(runtime: Runtime, options: SeedOptions): Promise<Person> {
  const found = await runtime.orm.em.fork().findOne(User, { email: demoEmail });
  if (found === null) {
    const made = await withAuth(options, (auth) =>
      auth.createUser({
        email: demoEmail,
        name: 'Dana Demo',
        password: options.password,
        operator: true,
      }),
    );
    return { type: 'user', ...made };
  }
  if ((await readDemoKey(options.dataDir)) === undefined) {
    // This data directory is new to a database that has the person: give them the password we print.
    await withAuth(options, (auth) =>
      auth.setPassword({ email: demoEmail, password: options.password }),
    );
  }
  const { id, name, email, operator } = found;
  return { type: 'user', id, name, email, operator };
}

async function withAuth<T>(options: SeedOptions, work: (auth: Auth) => Promise<T>): Promise<T> {
  const auth = createAuth({
    url: options.databaseUrl,
    secret: options.keys.authSecret,
    publicUrl: options.publicUrl,
    signup: 'closed',
    poolSize: 2,
  });
  try {
    return await work(auth);
  } finally {
    await auth.close();
  }
}

async function ensureOrganization(ctx: PersonContext): Promise<ServiceContext> {
  const { runtime, person, requestId } = ctx;
  const found = await runtime.orm.em.fork().findOne(Organization, { slug: organization.slug });
  const { id } = found ?? (await services.organizations.create(ctx, organization));
  return { runtime, principal: asUser(id, person, 'owner'), requestId };
}

/** The key that was printed before, if the database still accepts it, else a new one. */
async function ensureKey(ctx: ServiceContext, { dataDir }: SeedOptions): Promise<string> {
  const kept = await readDemoKey(dataDir);
  const known = await services.keys.list(ctx, {});
  const active = known.filter(({ status }) => status === 'active');
  if (kept !== undefined && active.some(({ prefix }) => kept.startsWith(prefix))) return kept;
  const permissions = [...keyPermissions];
  const { key } = await services.keys.create(ctx, { name: 'Demo key', permissions });
  await writeDemoKey(dataDir, key);
  return key;
}

/** Only a row that was never touched is filled: what a person removed or changed stays so. */
async function ensureIntegration(
  ctx: ServiceContext,
  provider: string,
  settings: Record<string, string>,
): Promise<void> {
  const { revision } = await services.integrations.get(ctx, { provider });
  if (revision > 0) return;
  await services.integrations.configure(ctx, { provider, settings });
  await services.integrations.test(ctx, { provider });
}
