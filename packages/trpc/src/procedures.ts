import { PatchbayError } from '@patchbay/core';
import { toTransport } from './errors.ts';
import { middleware, procedure } from './init.ts';

const translateErrors = middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  throw toTransport(result.error);
});

/** Callable without signing in. */
export const anyone = procedure.use(translateErrors);

/** A signed-in person, outside any organization. Keys are refused with `forbidden`. */
export const signedIn = anyone.use(async ({ ctx, next }) =>
  next({ ctx: { personal: await ctx.person() } }),
);

/** The person who runs this Patchbay. */
export const operator = signedIn.use(({ ctx, next }) => {
  if (ctx.personal.person.operator) return next();
  throw new PatchbayError('forbidden', 'Only the operator of this Patchbay may do this.');
});

/**
 * A person inside the organization they named, or a key inside its own. What they may do there, the service
 * decides, so that jobs and pages obey the same table.
 */
export const member = anyone.use(async ({ ctx, next }) =>
  next({ ctx: { inside: await ctx.service() } }),
);
