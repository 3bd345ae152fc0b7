import type { Context } from 'hono';
import type { App, OAuthVendorKey } from './apps.ts';
import type { Grant, Issued } from './grants.ts';

/** What a person chooses between on a consent page: an account, or a workspace. */
export type Account = { key: string; name: string; note: string };

/** Why a token endpoint refuses. */
export type TokenProblem =
  | 'wrong_body'
  | 'wrong_client_auth'
  | 'unknown_client'
  | 'bad_secret'
  | 'unsupported_grant_type'
  | 'bad_code'
  | 'bad_redirect_uri'
  | 'bad_verifier'
  | 'bad_refresh_token';

export type TokenRequest = {
  parameters: Record<string, string>;
  grantType: string;
  clientId: string | undefined;
  clientSecret: string | undefined;
  isFramed: boolean;
  usesAllowedAuth: boolean;
};

/** One vendor's OAuth as data, plus the few shapes that are its own. */
export type Vendor = {
  key: OAuthVendorKey;
  name: string;
  /** What the accounts are called on the consent page. */
  accountWord: string;
  accounts: readonly Account[];
  /** Any number is an account, so that a test has as many as it needs. */
  findAccount(key: string): Account | null;
  scopes: readonly string[];
  /** What a token from the settings page may do, if not everything. */
  fixedTokenScopes?: readonly string[];
  scopeSeparator: ' ' | ',';
  clientAuth: 'basic' | 'body' | 'either';
  tokenBody: 'form' | 'json';
  pkce: 'optional' | 'ignored' | 'refused';
  /** Slack's code exchange carries no `grant_type`. */
  defaultGrantType?: string;
  deniedError?: string;
  /** A problem of the authorize request that is answered by redirect, as an OAuth error code. */
  checkAuthorize?(query: URLSearchParams): string | null;
  /** What the redirect carries besides `code` and `state`. */
  redirectExtras?(query: URLSearchParams, account: Account): Record<string, string>;
  isRedirectUriWrong(
    sent: string | undefined,
    code: { redirectUri: string; wasSent: boolean; app: App },
  ): boolean;
  lifeSeconds(app: App): number | null;
  refresh(app: App, query: Record<string, string>): 'none' | 'kept' | 'rotated';
  refreshLifeSeconds?: number;
  /** Refreshing ends the access token before it. */
  endsOldAccess?: boolean;
  tokenPrefix: { access(app: App): string; refresh: string };
  answer(
    grant: Grant,
    issued: Issued,
    app: App,
  ): Promise<Record<string, unknown>> | Record<string, unknown>;
  refuse(context: Context, problem: TokenProblem, request: TokenRequest): Response;
};

/** Accounts named by number: `1`, `2`, `3` on the page, any other by hand. */
export const numberedAccounts = (describe: (number: number) => Omit<Account, 'key'>) => {
  const findAccount = (key: string): Account | null =>
    /^[1-9]\d{0,8}$/.test(key) ? { key, ...describe(Number(key)) } : null;
  const accounts = ['1', '2', '3'].flatMap((key) => findAccount(key) ?? []);
  return { accounts, findAccount };
};
