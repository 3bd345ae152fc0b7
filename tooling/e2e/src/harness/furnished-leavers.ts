import type { BrowserContext } from 'playwright-core';
import { expect, inject } from 'vitest';
import { joins, rest } from './leavers.ts';

const uuid = '[0-9a-f-]{36}';

type Named = { id: string };
type Member = Named & { email: string };
type Report = { removals: Named[] };

/** Somebody who left with a mailbox, and somebody who can be offboarded; needs mail to be connected. */
export async function furnishLeavers(context: BrowserContext, base: string): Promise<string[]> {
  const { url } = inject('product');
  const browser = context.browser() ?? expect.unreachable('a context has a browser');
  const guest = await browser.newContext();
  const left = await joins({ context, base }, { context: guest }, 'Lea Vance');
  const identifier = `lea-${left.email.split('@')[0]}`;
  const path = '/integrations/mailcow/accounts';
  await rest({ context: guest }, base, { method: 'POST', path, body: { identifier } });
  await guest.clearCookies();
  const stays = await joins({ context, base }, { context: guest }, 'Stan Hill');
  await guest.close();
  const members = await rest<Member[]>({ context }, base, { method: 'GET', path: '/members' });
  const memberOf = (email: string) => members.find((member) => member.email === email)?.id ?? '';
  await context.request.post(`${url}${base}/settings/members/${memberOf(left.email)}/offboard`, {
    form: { name: left.name, reason: 'Moved on', revokeKeys: 'on' },
    headers: { origin: url },
  });
  const read = async (path: string, pattern: RegExp) =>
    pattern.exec(await (await context.request.get(`${url}${path}`)).text())?.[1] ?? '';
  const report = await read(`${base}/offboardings`, new RegExp(`offboardings/(${uuid})`));
  const { removals } = await rest<Report>({ context }, base, {
    method: 'GET',
    path: `/offboardings/${report}`,
  });
  const person = await read('/operator/people', new RegExp(`people/(${uuid})/delete`));
  return [
    `${base}/settings/members/${memberOf(stays.email)}/offboard`,
    `${base}/offboardings`,
    `${base}/offboardings/${report}`,
    `${base}/offboardings/${report}/removals/${removals[0]?.id}`,
    '/account/delete',
    '/operator/people',
    `/operator/people/${person}/delete`,
  ];
}
