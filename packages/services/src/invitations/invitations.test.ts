import { Invitation, Member } from '@patchbay/db';
import { describe, expect, test } from 'vitest';
import { listMembers } from '../members/list.ts';
import {
  type Organization,
  openPeople,
  outcomes,
  refusal,
} from '../organizations/testing/people.ts';
import { acceptInvitation } from './accept.ts';
import { cancelInvitation } from './cancel.ts';
import { createInvitation } from './create.ts';
import { describeInvitation } from './describe.ts';
import { listInvitations } from './list.ts';

const people = await openPeople();
const { runtime, clock, found, join, person, personal, inside, asOwner, audit, chain } = people;
const sevenDays = 7 * 86_400_000;

const invite = (organization: Organization, email: string, role: 'admin' | 'member' = 'member') =>
  createInvitation(asOwner(organization), { email, role });

describe('inviting', () => {
  test('answers the token once, keeps its hash, and is on record without either', async () => {
    const acme = await found();
    const created = await invite(acme, 'New.Person@Example.org', 'admin');
    expect(created).toMatchObject({
      email: 'new.person@example.org',
      role: 'admin',
      status: 'pending',
      invitedBy: acme.owner.name,
      expiresAt: new Date(clock.now().getTime() + sevenDays),
    });
    expect(created.token).toMatch(/^[a-z2-9]{26}$/);
    const { token, ...shown } = created;
    expect(await listInvitations(asOwner(acme), {})).toEqual([shown]);

    const stored = await people.em().findOneOrFail(Invitation, created.id);
    expect(stored.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    const [row] = await audit(acme);
    expect(row).toMatchObject({
      action: 'invitation.created',
      subjectId: created.id,
      details: { after: { email: 'new.person@example.org', role: 'admin' }, replaced: 0 },
    });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(JSON.stringify(row)).not.toContain(stored.tokenHash);
    expect(await chain(acme)).toMatchObject({ intact: true, rows: 2 });
  });

  test('replaces the pending invitation of the same address', async () => {
    const acme = await found();
    const first = await invite(acme, 'x@example.org');
    const second = await invite(acme, 'X@example.org', 'admin');
    const states = (await listInvitations(asOwner(acme), {})).map(({ id, status }) => [id, status]);
    expect(Object.fromEntries(states)).toEqual({ [first.id]: 'canceled', [second.id]: 'pending' });
    const old = describeInvitation(runtime, { token: first.token });
    expect(await refusal(old)).toMatchObject({ code: 'not_found' });
    expect((await audit(acme))[0]).toMatchObject({ details: { replaced: 1 } });
  });

  test('leaves one pending invitation when two are made in the same moment', async () => {
    const acme = await found();
    await Promise.all([invite(acme, 'twice@example.org'), invite(acme, 'twice@example.org')]);
    const states = (await listInvitations(asOwner(acme), {})).map(({ status }) => status);
    expect(states.toSorted()).toEqual(['canceled', 'pending']);
  });

  test('refuses somebody who is a member, naming the field', async () => {
    const acme = await found();
    const { person: max } = await join(acme, 'member', 'Max');
    const work = invite(acme, max.email.toUpperCase());
    expect(await refusal(work)).toMatchObject({ code: 'conflict', fields: ['email'] });
  });

  test('lets only an owner invite an owner', async () => {
    const acme = await found();
    const { person: ann } = await join(acme, 'admin', 'Ann');
    const input = { email: 'boss@example.org', role: 'owner' } as const;
    const work = createInvitation(inside(acme, ann, 'admin'), input);
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
    expect(await createInvitation(asOwner(acme), input)).toMatchObject({ role: 'owner' });
  });

  test('is refused to a member, before the input is looked at', async () => {
    const acme = await found();
    const work = createInvitation(inside(acme, acme.owner, 'member'), {
      email: 'no address',
      role: 'member',
    });
    expect(await refusal(work)).toMatchObject({ code: 'forbidden', fields: [] });
  });
});

describe('the link', () => {
  test('tells its holder who invites whom, before signing in', async () => {
    const acme = await found('Preview');
    const { token, expiresAt } = await invite(acme, 'guest@example.org');
    expect(await describeInvitation(runtime, { token })).toEqual({
      organization: 'Preview',
      invitedBy: acme.owner.name,
      email: 'guest@example.org',
      role: 'member',
      expiresAt,
    });
  });

  test('stops working after seven days, and the list says so', async () => {
    const acme = await found();
    const guest = await person('Guest');
    const { token } = await invite(acme, guest.email);
    clock.advance(sevenDays);
    const gone = { code: 'not_found', message: expect.stringContaining('expired') };
    expect(await refusal(describeInvitation(runtime, { token }))).toMatchObject(gone);
    expect(await refusal(acceptInvitation(personal(guest), { token }))).toMatchObject(gone);
    expect(await listInvitations(asOwner(acme), {})).toMatchObject([{ status: 'expired' }]);
  });

  test('says nothing about tokens that never were', async () => {
    const work = describeInvitation(runtime, { token: 'a'.repeat(26) });
    expect(await refusal(work)).toMatchObject({ code: 'not_found' });
  });
});

describe('canceling', () => {
  test('makes the link worthless and is on record once', async () => {
    const acme = await found();
    const { id, token } = await invite(acme, 'x@example.org');
    const canceled = await cancelInvitation(asOwner(acme), { invitationId: id });
    expect(canceled).toMatchObject({ id, status: 'canceled' });
    await cancelInvitation(asOwner(acme), { invitationId: id });
    expect(await refusal(describeInvitation(runtime, { token }))).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('taken back'),
    });
    expect((await audit(acme)).map(({ action }) => action)).toEqual([
      'invitation.canceled',
      'invitation.created',
      'organization.created',
    ]);
  });

  test('does not reach into another organization', async () => {
    const other = await found('Other');
    const { id, token } = await invite(other, 'x@example.org');
    const work = cancelInvitation(asOwner(await found()), { invitationId: id });
    expect(await refusal(work)).toMatchObject({ code: 'not_found' });
    expect(await describeInvitation(runtime, { token })).toMatchObject({ organization: 'Other' });
  });
});

describe('accepting', () => {
  test('makes the person a member with the invited role, on record under their name', async () => {
    const acme = await found('Joined');
    const guest = await person('Guest');
    const { token } = await invite(acme, guest.email, 'admin');
    const joined = await acceptInvitation(personal(guest), { token });
    expect(joined).toEqual({ id: acme.id, name: 'Joined', slug: acme.slug, role: 'admin' });
    const member = await people.em().findOneOrFail(Member, { userId: guest.id });
    expect((await audit(acme))[0]).toMatchObject({
      action: 'member.joined',
      subjectId: member.id,
      actor: { id: guest.id, name: 'Guest' },
      details: { after: { role: 'admin' } },
    });
    expect(await chain(acme)).toMatchObject({ intact: true, rows: 3 });

    const again = acceptInvitation(personal(guest), { token });
    expect(await refusal(again)).toMatchObject({ message: expect.stringContaining('used') });
    const late = cancelInvitation(asOwner(acme), {
      invitationId: (await listInvitations(asOwner(acme), {}))[0]?.id ?? '',
    });
    expect(await refusal(late)).toMatchObject({ code: 'conflict' });
  });

  test('is for the invited address only', async () => {
    const acme = await found();
    const { token } = await invite(acme, 'somebody@example.org');
    const work = acceptInvitation(personal(await person('Eve')), { token });
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
    expect(await describeInvitation(runtime, { token })).toMatchObject({ role: 'member' });
  });

  test('works once when it is done twice in the same moment', async () => {
    const acme = await found();
    const guest = await person('Guest');
    const { token } = await invite(acme, guest.email);
    const accept = () => acceptInvitation(personal(guest), { token });
    expect(await outcomes([accept(), accept(), accept()])).toEqual({
      done: 1,
      codes: ['not_found', 'not_found'],
    });
    expect(await listMembers(asOwner(acme), {})).toHaveLength(2);
    expect(await chain(acme)).toMatchObject({ intact: true, rows: 3 });
  });
});
