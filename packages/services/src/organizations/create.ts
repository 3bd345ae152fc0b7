import { randomUUID } from 'node:crypto';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { type MemberRole, PatchbayError } from '@patchbay/core';
import { Member, Organization } from '@patchbay/db';
import { ensureIntegrations } from '../integrations/ensure.ts';
import { change, definePersonVerb, type PersonContext } from '../kernel/index.ts';
import { entering } from './membership.ts';
import { CreateOrganizationInput, type OrganizationView } from './schemas.ts';
import { freeSlug, isReserved, slugOf } from './slug.ts';

/**
 * Founds an organization with the caller as its owner and a row for every integration. Without `slug` one is
 * made of the name. Errors: `conflict` naming `slug` when the one that was asked for is taken.
 */
export const createOrganization = definePersonVerb({
  name: 'organizations.create',
  audience: 'person',
  input: CreateOrganizationInput,
  run: async (ctx, { name, slug }): Promise<OrganizationView> => {
    if (slug !== undefined && isReserved(slug)) throw taken();
    try {
      return await found(ctx, name, slug);
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      if (slug !== undefined) throw taken();
      // Somebody founded one of the same name in the same moment; the next number is free now.
      return found(ctx, name, undefined);
    }
  },
});

const taken = () =>
  new PatchbayError('conflict', 'Another organization has this address.', {
    fields: { slug: ['Another organization has this address.'] },
  });

function found(ctx: PersonContext, name: string, asked: string | undefined) {
  const id = randomUUID();
  const role: MemberRole = 'owner';
  return change(entering(ctx, id, role), async (em) => {
    const slug = asked ?? (await freeSlug(em, slugOf(name)));
    const createdAt = ctx.runtime.clock.now();
    em.create(Organization, { id, name, slug, createdAt });
    // The entities know of no relation between the two, so the order of the inserts is ours.
    await em.flush();
    em.create(Member, { organizationId: id, userId: ctx.person.id, role, createdAt });
    await em.flush();
    await ensureIntegrations(em, id);
    return {
      value: { id, name, slug, role },
      audit: {
        action: 'organization.created',
        subject: { type: 'organization', id },
        details: { before: null, after: { name, slug } },
      },
    };
  });
}
