import type { Auth } from '@patchbay/auth';
import { newRequestId } from '@patchbay/core';
import { User } from '@patchbay/db';
import { type ServiceContext, services } from '@patchbay/services';
import type { DemoSandbox } from './sandbox.ts';

const email = 'noor@patchbay.example';
const provider = 'mailcow';
const mailHosts = '*.mailcow-sandbox.example';

type Demo = { sandbox: DemoSandbox; withAuth: <T>(work: (auth: Auth) => Promise<T>) => Promise<T> };

/**
 * A colleague with a mailbox that somebody then suspended on the server itself, so that the first comparison finds
 * something that differs. Made once; whatever became of it since stays so.
 */
export async function ensureColleague(ctx: ServiceContext, demo: Demo): Promise<void> {
  const { runtime } = ctx;
  const mail = demo.sandbox.settings[provider];
  if (!mail || (await runtime.orm.em.fork().findOne(User, { email }))) return;
  // Nobody signs in as her, so nobody has to know the password.
  const password = `${crypto.randomUUID()}-${crypto.randomUUID()}`;
  const made = await demo.withAuth((auth) =>
    auth.createUser({ email, name: 'Noor Haddad', password, operator: false }),
  );
  const { token } = await services.invitations.create(ctx, { email, role: 'member' });
  const person = { type: 'user' as const, ...made };
  await services.invitations.accept({ runtime, person, requestId: newRequestId() }, { token });
  const mailbox = { provider, personId: made.id, identifier: 'noor.haddad' };
  const { account } = await services.accounts.create(ctx, mailbox);
  if (account) await suspendOutside(demo.sandbox, mail, account.identifier);
}

/** As an administrator of the mail server would, past Patchbay. */
async function suspendOutside(
  { rewrites }: DemoSandbox,
  { baseUrl = '', apiKey = '' }: Record<string, string>,
  address: string,
): Promise<void> {
  const place = `${rewrites[mailHosts]}/${new URL(baseUrl).host}/api/v1/edit/mailbox`;
  await fetch(place, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
    body: JSON.stringify({ items: [address], attr: { active: '0' } }),
  });
}
