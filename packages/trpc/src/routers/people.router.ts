import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import {
  DeletedPersonView,
  DeletePersonInput,
  ListPeopleInput,
  PersonInput,
  PersonPlanView,
  PersonSummary,
} from '@patchbay/services/schemas';
import { router } from '../init.ts';
import { operator, signedIn } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

export const peopleRouter = router({
  /** Everybody on this Patchbay, in pages. For its operator only. */
  list: operator
    .meta(rest('GET', '/people', 'List all people (operator)'))
    .input(ListPeopleInput.prefault({}))
    .output(pageOf(PersonSummary))
    .query(({ ctx, input }) => services.people.list(ctx.personal, input)),

  /** What goes when a person is deleted. For the operator only. */
  plan: operator
    .meta(rest('GET', '/people/{userId}/deletion', 'See what deleting a person removes (operator)'))
    .input(PersonInput)
    .output(PersonPlanView)
    .query(({ ctx, input }) => services.people.plan(ctx.personal, input)),

  /** The same for oneself. Deleting oneself takes the password, on the account page. */
  planOwn: signedIn
    .meta(rest('GET', '/account/deletion', 'See what deleting oneself removes'))
    .output(PersonPlanView)
    .query(({ ctx }) => services.people.planOwn(ctx.personal, {})),

  /** Deletes a person and their accounts in every organization. `conflict` for the last owner of one. */
  delete: operator
    .meta(rest('POST', '/people/{userId}/deletion', 'Delete a person (operator)'))
    .input(DeletePersonInput)
    .output(DeletedPersonView)
    .mutation(({ ctx, input }) => services.people.delete(ctx.personal, input)),
});
