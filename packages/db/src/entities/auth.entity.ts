import { defineEntity, p } from '@mikro-orm/core';
import { memberRoles } from '@patchbay/core';

/** The tables of the identity library, as far as the product reads and writes them. Their columns are camelCase. */
const schema = 'auth';

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'user',
  schema,
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    name: p.text(),
    email: p.text(),
    emailVerified: p.boolean().fieldName('emailVerified'),
    createdAt: p.datetime().fieldName('createdAt').defaultRaw('now()'),
    updatedAt: p.datetime().fieldName('updatedAt').defaultRaw('now()'),
    operator: p.boolean(),
  },
});
export class User extends UserSchema.class {}
UserSchema.setClass(User);

const OrganizationSchema = defineEntity({
  name: 'Organization',
  tableName: 'organization',
  schema,
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    name: p.text(),
    slug: p.text().unique(),
    createdAt: p.datetime().fieldName('createdAt'),
  },
});
export class Organization extends OrganizationSchema.class {}
OrganizationSchema.setClass(Organization);

const MemberSchema = defineEntity({
  name: 'Member',
  tableName: 'member',
  schema,
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    organizationId: p.uuid().fieldName('organizationId'),
    userId: p.uuid().fieldName('userId'),
    role: p.enum(memberRoles),
    createdAt: p.datetime().fieldName('createdAt'),
  },
});
export class Member extends MemberSchema.class {}
MemberSchema.setClass(Member);

export const invitationStatuses = ['pending', 'accepted', 'canceled'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

const InvitationSchema = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  schema,
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    organizationId: p.uuid().fieldName('organizationId'),
    email: p.text(),
    role: p.enum(memberRoles),
    status: p.enum(invitationStatuses),
    expiresAt: p.datetime().fieldName('expiresAt'),
    createdAt: p.datetime().fieldName('createdAt').defaultRaw('now()'),
    inviterId: p.uuid().fieldName('inviterId'),
    tokenHash: p.text().fieldName('tokenHash').unique(),
  },
});
export class Invitation extends InvitationSchema.class {}
InvitationSchema.setClass(Invitation);
