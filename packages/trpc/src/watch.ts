import { PatchbayError, type Permission, type Principal } from '@patchbay/core';
import type { Context } from './context.ts';
import type { LiveMessage } from './live.ts';

/** How long a stream may outlive a session that merely ran out; everything else that ends one is an event. */
const recheckEveryMs = 15_000;

/** Events after which a subscriber may have lost the right to hear more. */
const touchesRights = new Set(['api_key.revoked', 'member.removed', 'member.role_changed']);

/**
 * One subscriber's messages for as long as it may have them. Its right is asked again every 15 seconds and after every
 * event that may have ended it, before that event is handed on.
 * @throws PatchbayError `unauthenticated`, `not_found` or `forbidden` once the right is gone.
 */
export async function* watch(
  ctx: Context,
  lastEventId: string | undefined,
  signal: AbortSignal,
  permission: Permission = 'settings:read',
): AsyncGenerator<LiveMessage> {
  const requireReader = (principal: Principal) => requirePermission(principal, permission);
  const { organizationId } = requireReader((await ctx.service()).principal);
  const ended = new AbortController();
  let lost: unknown;
  const stop = AbortSignal.any([signal, ended.signal]);
  const timer = setInterval(() => {
    ctx
      .recheck()
      .then(requireReader)
      .catch((error: unknown) => {
        lost = error;
        ended.abort();
      });
  }, recheckEveryMs);
  try {
    for await (const message of ctx.live.subscribe(organizationId, { lastEventId, signal: stop })) {
      if (touchesRights.has(message.update.type)) requireReader(await ctx.recheck());
      yield message;
    }
  } finally {
    clearInterval(timer);
    ended.abort();
  }
  if (lost !== undefined) throw lost;
}

function requirePermission(principal: Principal, permission: Permission): Principal {
  if (principal.permissions.has(permission)) return principal;
  throw new PatchbayError('forbidden', `This needs the permission ${permission}.`);
}
