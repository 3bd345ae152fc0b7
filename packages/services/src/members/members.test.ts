import { asApiKey } from '@patchbay/core';
import { describe, expect, test } from 'vitest';
import { openPeople, outcomes, refusal } from '../organizations/testing/people.ts';
import { leaveOrganization } from './leave.ts';
import { listMembers } from './list.ts';
import { removeMember } from './remove.ts';
import { updateMemberRole } from './update-role.ts';

const people = await openPeople();
const { found, join, inside, asOwner, ownerMember, audit, chain } = people;

const rolesOf = async (organization: Awaited<ReturnType<typeof found>>) =>
  (await listMembers(asOwner(organization), {})).map(({ role }) => role).toSorted();

describe('listing members', () => {
  test('shows the people of this organization only, to members too', async () => {
    const acme = await found('Acme');
    const { person: max, memberId } = await join(acme, 'member', 'Max');
    await join(await found('Other'), 'admin', 'Eve');
    const members = await listMembers(inside(acme, max, 'member'), {});
    expect(members).toHaveLength(2);
    expect(members).toContainEqual({
      id: memberId,
      userId: max.id,
      name: 'Max',
      email: max.email,
      role: 'member',
      joinedAt: people.clock.now(),
    });
  });
});

describe('changing a role', () => {
  test('answers the member, counts at once and is on record', async () => {
    const acme = await found();
    const { memberId, person: max } = await join(acme, 'member', 'Max');
    const changed = await updateMemberRole(asOwner(acme), { memberId, role: 'admin' });
    expect(changed).toMatchObject({ id: memberId, userId: max.id, role: 'admin' });
    const [row] = await audit(acme);
    expect(row).toMatchObject({
      action: 'member.role_changed',
      subjectType: 'member',
      subjectId: memberId,
      details: {
        member: { name: 'Max', email: max.email },
        before: { role: 'member' },
        after: { role: 'admin' },
      },
    });
    expect(await chain(acme)).toMatchObject({ intact: true, rows: 2 });
  });

  test('writes nothing when the role stays', async () => {
    const acme = await found();
    const { memberId } = await join(acme, 'member', 'Max');
    await updateMemberRole(asOwner(acme), { memberId, role: 'member' });
    expect(await audit(acme)).toHaveLength(1);
  });

  test('does not know the members of another organization', async () => {
    const { memberId } = await join(await found('Other'), 'member', 'Eve');
    const acme = await found();
    const work = updateMemberRole(asOwner(acme), { memberId, role: 'admin' });
    expect(await refusal(work)).toMatchObject({ code: 'not_found' });
    expect(await audit(acme)).toHaveLength(1);
  });

  test('lets an admin move members, but neither make nor unmake owners', async () => {
    const acme = await found();
    const { person: ann } = await join(acme, 'admin', 'Ann');
    const { memberId } = await join(acme, 'member', 'Max');
    const asAnn = inside(acme, ann, 'admin');
    expect(await updateMemberRole(asAnn, { memberId, role: 'admin' })).toMatchObject({
      role: 'admin',
    });
    const up = updateMemberRole(asAnn, { memberId, role: 'owner' });
    expect(await refusal(up)).toMatchObject({ code: 'forbidden' });
    const down = updateMemberRole(asAnn, { memberId: await ownerMember(acme), role: 'member' });
    expect(await refusal(down)).toMatchObject({ code: 'forbidden' });
  });

  test('goes by who is an owner now, not by what the request began with', async () => {
    const acme = await found();
    const { person: ann } = await join(acme, 'admin', 'Ann');
    const { memberId } = await join(acme, 'member', 'Max');
    const work = updateMemberRole(inside(acme, ann, 'owner'), { memberId, role: 'owner' });
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
  });

  test('keeps the last owner', async () => {
    const acme = await found();
    const memberId = await ownerMember(acme);
    const work = updateMemberRole(asOwner(acme), { memberId, role: 'admin' });
    expect(await refusal(work)).toMatchObject({ code: 'conflict' });
  });

  test('keeps one owner when two step down in the same moment', async () => {
    const acme = await found();
    const second = await join(acme, 'owner', 'Ann');
    const first = await ownerMember(acme);
    const result = await outcomes([
      updateMemberRole(asOwner(acme), { memberId: first, role: 'member' }),
      updateMemberRole(inside(acme, second.person, 'owner'), {
        memberId: second.memberId,
        role: 'member',
      }),
    ]);
    expect(result.done).toBe(1);
    expect(await rolesOf(acme)).toEqual(['member', 'owner']);
    expect(await chain(acme)).toMatchObject({ intact: true, rows: 2 });
  });

  test.each(['member', 'operator'] as const)('is refused to a %s', async (role) => {
    const acme = await found();
    const { memberId, person: max } = await join(acme, 'member', 'Max');
    const work = updateMemberRole(inside(acme, max, role), { memberId, role: 'owner' });
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
  });
});

describe('removing a member', () => {
  test('takes the person out and is on record', async () => {
    const acme = await found();
    const { memberId } = await join(acme, 'admin', 'Ann');
    await removeMember(asOwner(acme), { memberId });
    expect(await rolesOf(acme)).toEqual(['owner']);
    const [row] = await audit(acme);
    expect(row).toMatchObject({
      action: 'member.removed',
      subjectId: memberId,
      details: { member: { name: 'Ann' }, before: { role: 'admin' }, after: null },
    });
    expect(await chain(acme)).toMatchObject({ intact: true, rows: 2 });
  });

  test('does not reach into another organization', async () => {
    const other = await found('Other');
    const { memberId } = await join(other, 'member', 'Eve');
    const work = removeMember(asOwner(await found()), { memberId });
    expect(await refusal(work)).toMatchObject({ code: 'not_found' });
    expect(await rolesOf(other)).toEqual(['member', 'owner']);
  });

  test('is not for admins when the member is an owner', async () => {
    const acme = await found();
    const { person: ann } = await join(acme, 'admin', 'Ann');
    const work = removeMember(inside(acme, ann, 'admin'), { memberId: await ownerMember(acme) });
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
  });

  test('leaves one of two owners who remove each other in the same moment', async () => {
    const acme = await found();
    const second = await join(acme, 'owner', 'Ann');
    const first = await ownerMember(acme);
    const result = await outcomes([
      removeMember(asOwner(acme), { memberId: second.memberId }),
      removeMember(inside(acme, second.person, 'owner'), { memberId: first }),
    ]);
    expect(result.done).toBe(1);
    expect(await rolesOf(acme)).toEqual(['owner']);
  });
});

describe('leaving', () => {
  test('is free to every member, also to one who may change nothing', async () => {
    const acme = await found();
    const { person: max, memberId } = await join(acme, 'member', 'Max');
    await leaveOrganization(inside(acme, max, 'member'), {});
    expect(await rolesOf(acme)).toEqual(['owner']);
    expect((await audit(acme))[0]).toMatchObject({
      action: 'member.removed',
      subjectId: memberId,
      actor: { id: max.id },
    });
  });

  test('is refused to the last owner', async () => {
    const acme = await found();
    const work = leaveOrganization(asOwner(acme), {});
    expect(await refusal(work)).toMatchObject({ code: 'conflict' });
  });

  test('is nothing for programs', async () => {
    const acme = await found();
    const principal = asApiKey(acme.id, { type: 'api_key', id: 'k', name: 'k' }, ['members:read']);
    const work = leaveOrganization({ ...asOwner(acme), principal }, {});
    expect(await refusal(work)).toMatchObject({ code: 'forbidden' });
  });
});
