import { invalidField } from '@patchbay/core';
import { User } from '@patchbay/db';
import { definePersonVerb, type PersonContext } from '../kernel/index.ts';
import { erasePerson } from './erase.ts';
import { type DeletedPersonView, DeletePersonInput } from './schemas.ts';

/**
 * Deletes somebody from this Patchbay. Errors: `not_found`, `invalid_input` when the address is not theirs, `conflict`
 * for the last owner of an organization and the only operator.
 */
export const deletePerson = definePersonVerb({
  name: 'people.delete',
  audience: 'operator',
  input: DeletePersonInput,
  async run(ctx, { userId, email, reason }): Promise<DeletedPersonView> {
    const user = await ctx.runtime.orm.em.fork().findOne(User, { id: userId });
    if (user && user.email !== email.trim().toLowerCase())
      throw invalidField('email', 'This is not the address of the person.');
    return erasePerson(actingIn(ctx, reason), userId);
  },
});

/** For whoever is signed in and has just proved their password; see `confirmPassword` of the identity package. */
export const deleteOwnPerson = (ctx: PersonContext): Promise<DeletedPersonView> =>
  erasePerson(actingIn(ctx, ''), ctx.person.id);

function actingIn({ runtime, person, requestId }: PersonContext, reason: string) {
  const { type, id, name, email } = person;
  return { runtime, actor: { type, id, name, email }, requestId, reason };
}
