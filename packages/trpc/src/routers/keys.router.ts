import { services } from '@patchbay/services';
import {
  CreatedKeyView,
  CreateKeyInput,
  KeyView,
  RevokeKeyInput,
} from '@patchbay/services/schemas';
import { z } from 'zod';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest, restCreate } from '../rest/meta.ts';

export const keysRouter = router({
  /** The organization's keys, without the keys themselves. Needs `keys:read`. */
  list: member
    .meta(rest('GET', '/keys', 'List the API keys'))
    .output(z.array(KeyView))
    .query(({ ctx }) => services.keys.list(ctx.inside, {})),

  /** Makes a key and answers it once; only its hash is kept. Needs `keys:edit`, which no key has. */
  create: member
    .meta(restCreate('/keys', 'Create an API key'))
    .input(CreateKeyInput)
    .output(CreatedKeyView)
    .mutation(({ ctx, input }) => services.keys.create(ctx.inside, input)),

  /** Ends a key at once, also its open streams. Needs `keys:edit`. */
  revoke: member
    .meta(rest('DELETE', '/keys/{keyId}', 'Revoke an API key'))
    .input(RevokeKeyInput)
    .output(KeyView)
    .mutation(({ ctx, input }) => services.keys.revoke(ctx.inside, input)),
});
