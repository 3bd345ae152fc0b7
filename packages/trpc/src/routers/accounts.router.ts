import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import {
  AccountChangeInput,
  AccountDetailView,
  AccountMatrixInput,
  AccountMatrixRow,
  AccountOfferView,
  AccountOutcomeView,
  AccountRef,
  AccountView,
  AdoptAccountInput,
  AuthorizeAccountInput,
  AuthorizeConnectionView,
  BulkDetailView,
  BulkRef,
  BulkView,
  ChangeManyInput,
  CreateAccountInput,
  CreateManyInput,
  CurrentAccountInput,
  CustomOperationInput,
  CustomResultView,
  ListAccountsInput,
  ListBulksInput,
  UpdateAccountInput,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest, restCreate } from '../rest/meta.ts';

const one = '/integrations/{provider}/accounts/{accountId}';

/**
 * People's accounts in external systems. One's own needs `accounts:own`, which every member has; somebody else's
 * `accounts:read` or `accounts:edit` (else `forbidden`). `invalid_input` for what a provider does not support,
 * `forbidden` for an integration that is paused or not set up, `not_found` for an unknown provider, person or account.
 * Changes answer `done` or, where the system is slow or away, `under_way`: a job then goes on with them.
 */
export const accountsRouter = router({
  /** Every provider with accounts: whether one can have one there now, what can be done there, and one's own. */
  offers: member
    .meta(rest('GET', '/accounts/offers', 'List where people can have accounts'))
    .input(z.object({}).prefault({}))
    .output(z.array(AccountOfferView))
    .query(({ ctx, input }) => services.accounts.offers(ctx.inside, input)),

  /** Accounts, newest first, in pages: everybody's with `accounts:read`, else one's own. */
  list: member
    .meta(rest('GET', '/accounts', 'List accounts'))
    .input(ListAccountsInput.prefault({}))
    .output(pageOf(AccountView))
    .query(({ ctx, input }) => services.accounts.list(ctx.inside, input)),

  /** The people of the organization by name, each with their accounts, in pages of people. */
  matrix: member
    .meta(rest('GET', '/accounts/people', 'List people with their accounts'))
    .input(AccountMatrixInput.prefault({}))
    .output(pageOf(AccountMatrixRow))
    .query(({ ctx, input }) => services.accounts.matrix(ctx.inside, input)),

  /** One's own account with a provider. */
  current: member
    .meta(rest('GET', '/integrations/{provider}/accounts', 'Read one’s own account'))
    .input(CurrentAccountInput)
    .output(AccountDetailView)
    .query(({ ctx, input }) => services.accounts.current(ctx.inside, input)),

  /** One account with what can be done to it and how to get in. */
  get: member
    .meta(rest('GET', one, 'Read one account'))
    .input(AccountRef)
    .output(AccountDetailView)
    .query(({ ctx, input }) => services.accounts.get(ctx.inside, input)),

  /**
   * Gives a person an account; its secret is in this answer and never again. `invalid_input` names `identifier` or
   * `input.<path>`; `conflict` when the person has one, and naming `identifier` when the name is taken.
   */
  create: member
    .meta(restCreate('/integrations/{provider}/accounts', 'Create an account'))
    .input(CreateAccountInput)
    .output(AccountOutcomeView)
    .mutation(({ ctx, input }) => services.accounts.create(ctx.inside, input)),

  /**
   * Starts bringing one's own account where that takes one's consent at the provider: the address of its page, which comes
   * back to Patchbay and makes the account. `forbidden` for programs, `conflict` when one has an account there.
   */
  authorize: member
    .meta(rest('POST', '/integrations/{provider}/accounts/authorize', 'Bring one’s own account'))
    .input(AuthorizeAccountInput)
    .output(AuthorizeConnectionView)
    .mutation(({ ctx, input }) => services.accounts.authorize(ctx.inside, input)),

  /** Suspends, resumes or changes it, or what is kept with it. `conflict` while something is under way. */
  update: member
    .meta(rest('PATCH', one, 'Suspend, resume or change an account'))
    .input(UpdateAccountInput)
    .output(AccountOutcomeView)
    .mutation(({ ctx, input }) => services.accounts.update(ctx.inside, input)),

  /** Makes a new secret, which is in this answer and never again. */
  resetSecret: member
    .meta(rest('POST', `${one}/reset-secret`, 'Make a new password'))
    .input(AccountChangeInput)
    .output(AccountOutcomeView)
    .mutation(({ ctx, input }) => services.accounts.resetSecret(ctx.inside, input)),

  /** Removes it at its system; one that is not there yet is canceled. */
  remove: member
    .meta(rest('DELETE', one, 'Remove an account'))
    .input(AccountChangeInput)
    .output(AccountOutcomeView)
    .mutation(({ ctx, input }) => services.accounts.remove(ctx.inside, input)),

  /** Takes over an account that exists already: by its password, or by an admin’s choice. */
  adopt: member
    .meta(rest('POST', '/integrations/{provider}/accounts/adopt', 'Take over an existing account'))
    .input(AdoptAccountInput)
    .output(AccountOutcomeView)
    .mutation(({ ctx, input }) => services.accounts.adopt(ctx.inside, input)),

  /** Runs an operation that the provider declares for accounts. */
  custom: member
    .meta(rest('POST', `${one}/operations/{operation}`, 'Run an operation of the account'))
    .input(CustomOperationInput)
    .output(CustomResultView)
    .mutation(({ ctx, input }) => services.accounts.custom(ctx.inside, input)),

  /** Tries at once what waits for its next attempt or failed. `conflict` when nothing is under way. */
  retry: member
    .meta(rest('POST', `${one}/retry`, 'Try again what is under way'))
    .input(AccountRef)
    .output(AccountOutcomeView)
    .mutation(({ ctx, input }) => services.accounts.retry(ctx.inside, input)),

  /** Gives up what is under way; an account that may have been made is taken away again. */
  cancel: member
    .meta(rest('POST', `${one}/cancel`, 'Give up what is under way'))
    .input(AccountChangeInput)
    .output(AccountOutcomeView)
    .mutation(({ ctx, input }) => services.accounts.cancel(ctx.inside, input)),

  /** Gives up to a thousand people accounts; answers at once, and `bulk` says how far it is. */
  createMany: member
    .meta(rest('POST', '/integrations/{provider}/accounts/bulk', 'Create many accounts'))
    .input(CreateManyInput)
    .output(BulkView)
    .mutation(({ ctx, input }) => services.accounts.createMany(ctx.inside, input)),

  /** Suspends, resumes or removes up to a thousand accounts. */
  changeMany: member
    .meta(rest('POST', '/integrations/{provider}/accounts/bulk-change', 'Change many accounts'))
    .input(ChangeManyInput)
    .output(BulkView)
    .mutation(({ ctx, input }) => services.accounts.changeMany(ctx.inside, input)),

  /** How far a bulk is, with what failed in it. */
  bulk: member
    .meta(rest('GET', '/accounts/bulks/{bulkId}', 'Read how far a bulk is'))
    .input(BulkRef)
    .output(BulkDetailView)
    .query(({ ctx, input }) => services.accounts.bulk(ctx.inside, input)),

  /** Bulks, newest first, in pages. */
  bulks: member
    .meta(rest('GET', '/accounts/bulks', 'List bulks'))
    .input(ListBulksInput.prefault({}))
    .output(pageOf(BulkView))
    .query(({ ctx, input }) => services.accounts.bulks(ctx.inside, input)),

  /** Stops a bulk; what is begun goes on. */
  cancelBulk: member
    .meta(rest('POST', '/accounts/bulks/{bulkId}/cancel', 'Stop a bulk'))
    .input(BulkRef)
    .output(BulkView)
    .mutation(({ ctx, input }) => services.accounts.cancelBulk(ctx.inside, input)),
});
