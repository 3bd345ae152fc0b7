import type { Context } from 'hono';
import type { FaultShape } from '../faults.ts';
import type { Stage } from '../stage.ts';
import type { Grant } from './grants.ts';
import type { Account, Vendor } from './vendor.ts';

/** Who makes a call: a person's grant, or a fixed token that a vendor's settings page would show. */
export type Caller = {
  /** Under this name its calls are counted. */
  label: string;
  token: string;
  account: Account;
  scopes: readonly string[];
  grant: Grant | null;
  endsAt: number | null;
};

export type Refusal = 'missing' | 'unknown' | 'expired' | 'revoked';

export type Fixed = (token: string) => Account | null;

/** Finds the caller of a token, and why there is none. */
export function findCaller(
  stage: Stage,
  vendor: Vendor,
  token: string | undefined,
  fixed: Fixed = () => null,
): Caller | Refusal {
  if (!token) return 'missing';
  const found = stage.grants.ofAccessToken(vendor, token);
  if (found?.state === 'active') {
    const { grant, endsAt } = found;
    return { label: grant.id, token, account: grant.account, scopes: grant.scopes, grant, endsAt };
  }
  if (found) return found.state;
  const account = fixed(token);
  if (!account) return 'unknown';
  const scopes = vendor.fixedTokenScopes ?? vendor.scopes;
  return { label: token, token, account, scopes, grant: null, endsAt: null };
}

export const bearerOf = (context: Context, scheme = 'Bearer'): string | undefined =>
  new RegExp(`^${scheme} (.+)$`, 'i').exec(context.req.header('authorization') ?? '')?.[1];

/** Counts the call and lets it meet its faults, set for the grant, its token, account, app or vendor. */
export function admitCaller(
  stage: Stage,
  vendor: Vendor,
  context: Context,
  caller: Caller | Refusal,
  shape: FaultShape,
): Promise<Response | null> {
  if (typeof caller === 'string')
    return stage.desk.admit(context, `${vendor.key}-${caller}`, [vendor.key], shape);
  const { label, token, account, grant } = caller;
  const aliases = [token, `${vendor.key}-account-${account.key}`, vendor.key];
  if (grant) aliases.push(grant.clientId);
  return stage.desk.admit(context, label, aliases, shape);
}

export const hasScope = (caller: Caller, ...anyOf: string[]): boolean =>
  anyOf.some((scope) => caller.scopes.includes(scope));
