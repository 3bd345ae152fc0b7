import { services } from '@patchbay/services';
import {
  CreatedSignOnClientView,
  CreateSignOnClientInput,
  SignOnClientInput,
  SignOnClientView,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest, restCreate } from '../rest/meta.ts';

export const signOnRouter = router({
  /** The tools that members sign in to with Patchbay. Needs `keys:read`. */
  list: member
    .meta(rest('GET', '/sign-on/clients', 'List the tools of single sign-on'))
    .output(z.array(SignOnClientView))
    .query(({ ctx }) => services.signOn.list(ctx.inside, {})),

  /** Registers a tool and answers its secret once. Needs `keys:edit`, which no key has. */
  create: member
    .meta(restCreate('/sign-on/clients', 'Register a tool for single sign-on'))
    .input(CreateSignOnClientInput)
    .output(CreatedSignOnClientView)
    .mutation(({ ctx, input }) => services.signOn.create(ctx.inside, input)),

  /** Another secret, answered once; the old one ends at once. Needs `keys:edit`. */
  replaceSecret: member
    .meta(rest('POST', '/sign-on/clients/{clientId}/secret', 'Replace the secret of a tool'))
    .input(SignOnClientInput)
    .output(CreatedSignOnClientView)
    .mutation(({ ctx, input }) => services.signOn.replaceSecret(ctx.inside, input)),

  /** Nobody signs in to the tool any more. Needs `keys:edit`. */
  remove: member
    .meta(rest('DELETE', '/sign-on/clients/{clientId}', 'Remove a tool from single sign-on'))
    .input(SignOnClientInput)
    .output(z.void())
    .mutation(({ ctx, input }) => services.signOn.remove(ctx.inside, input)),
});
