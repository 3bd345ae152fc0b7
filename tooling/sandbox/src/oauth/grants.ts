import { createHash } from 'node:crypto';
import { boundedMap } from '../bounded-map.ts';
import type { SandboxClock } from '../clock.ts';
import type { App } from './apps.ts';
import { readToken, type TokenText, writeToken } from './token-text.ts';
import type { Account, Vendor } from './vendor.ts';

const codeLifeMs = 10 * 60_000;

/** A person's consent to an app. `query` is what the authorize request carried. */
export type Grant = {
  id: string;
  vendor: Vendor['key'];
  clientId: string;
  account: Account;
  scopes: string[];
  query: Record<string, string>;
  createdAt: number;
  issuedAt: number;
  generation: number;
  revoked: boolean;
  refreshToken: string | null;
  refreshEndsAt: number | null;
  /** Everything before this was ended by hand. */
  expiredBefore: number;
};

export type Issued = {
  accessToken: string;
  refreshToken: string | null;
  expiresIn: number | null;
};

export type CodeRecord = {
  grantId: string;
  clientId: string;
  account: Account;
  scopes: string[];
  query: Record<string, string>;
  redirectUri: string;
  wasRedirectUriSent: boolean;
  challenge: string | null;
  endsAt: number;
};

type AccessRecord = { grant: Grant; endsAt: number | null; generation: number };

export function createGrants(clock: SandboxClock, run?: string) {
  const codes = boundedMap<CodeRecord>(2_000);
  const grants = boundedMap<Grant>(5_000);
  const accesses = boundedMap<AccessRecord>(20_000);
  /** Every refresh token ever given, the ended ones too: a request with one still belongs to its grant. */
  const refreshes = boundedMap<Grant>(20_000);
  const counts = new Map<string, number>();

  const nextId = (vendor: string): string => {
    const count = (counts.get(vendor) ?? 0) + 1;
    counts.set(vendor, count);
    return [vendor, 'grant', ...(run ? [run] : []), count].join('-');
  };

  function issue(vendor: Vendor, app: App, grant: Grant): Issued {
    grant.generation += 1;
    grant.issuedAt = clock.now();
    const expiresIn = app.tokenLifeSeconds ?? vendor.lifeSeconds(app);
    const endsAt = expiresIn === null ? null : clock.now() + expiresIn * 1000;
    const policy = vendor.refresh(app, grant.query);
    const { id, vendor: key, clientId, account, scopes, generation } = grant;
    const text = { grant: id, vendor: key, clientId, account: account.key, scopes, generation };
    const access: TokenText = { ...text, kind: 'access', endsAt };
    const accessToken = writeToken(vendor.tokenPrefix.access(app), access);
    accesses.set(accessToken, { grant, endsAt, generation });
    if (policy === 'rotated' || (policy === 'kept' && grant.refreshToken === null)) {
      const life = vendor.refreshLifeSeconds;
      if (life !== undefined) grant.refreshEndsAt ??= clock.now() + life * 1000;
      const refresh: TokenText = { ...text, kind: 'refresh', endsAt: grant.refreshEndsAt };
      grant.refreshToken = writeToken(vendor.tokenPrefix.refresh, refresh);
      refreshes.set(grant.refreshToken, grant);
    }
    return { accessToken, refreshToken: grant.refreshToken, expiresIn };
  }

  /** A token of an earlier run brings its grant back, at the generation it was written in. */
  function revive(vendor: Vendor, token: string, kind: TokenText['kind']) {
    if (run === undefined) return null;
    const text = readToken(token);
    const account = text && vendor.findAccount(text.account);
    if (!text || !account || text.kind !== kind || text.vendor !== vendor.key) return null;
    if (text.grant.startsWith(`${vendor.key}-grant-${run}-`)) return null;
    const grant =
      grants.get(text.grant) ?? grants.set(text.grant, blankGrant(vendor, text, account));
    if (text.generation < grant.generation) return null;
    grant.generation = text.generation;
    return { grant, text };
  }

  const blankGrant = (vendor: Vendor, text: TokenText, account: Account): Grant => ({
    id: text.grant,
    vendor: vendor.key,
    clientId: text.clientId,
    account,
    scopes: text.scopes,
    query: {},
    createdAt: clock.now(),
    issuedAt: clock.now(),
    generation: text.generation,
    revoked: false,
    refreshToken: null,
    refreshEndsAt: text.kind === 'refresh' ? text.endsAt : null,
    expiredBefore: 0,
  });

  return {
    /** The grant's id is given with the code, so that its token requests can be counted from the first. */
    issueCode(vendor: Vendor, input: Omit<CodeRecord, 'grantId' | 'endsAt'>): string {
      const grantId = nextId(vendor.key);
      const code = createHash('sha256').update(`code ${grantId}`).digest('base64url').slice(0, 32);
      codes.set(code, { ...input, grantId, endsAt: clock.now() + codeLifeMs });
      return code;
    },
    findCode: (code: string | undefined): CodeRecord | null => codes.get(code ?? '') ?? null,
    /** One use: whoever comes second finds nothing. */
    takeCode(code: string | undefined): CodeRecord | null {
      const found = codes.get(code ?? '');
      codes.delete(code ?? '');
      return found && found.endsAt > clock.now() ? found : null;
    },
    open(vendor: Vendor, app: App, code: CodeRecord): { grant: Grant; issued: Issued } {
      const grant = grants.set(code.grantId, {
        id: code.grantId,
        vendor: vendor.key,
        clientId: app.clientId,
        account: code.account,
        scopes: code.scopes,
        query: code.query,
        createdAt: clock.now(),
        issuedAt: clock.now(),
        generation: 0,
        revoked: false,
        refreshToken: null,
        refreshEndsAt: null,
        expiredBefore: 0,
      });
      return { grant, issued: issue(vendor, app, grant) };
    },
    /** Whose refresh token this is or was. */
    ofRefreshToken(vendor: Vendor, token: string | undefined): Grant | null {
      if (!token) return null;
      const known = refreshes.get(token);
      if (known) return known.vendor === vendor.key ? known : null;
      const revived = revive(vendor, token, 'refresh');
      if (!revived) return null;
      revived.grant.refreshToken ??= token;
      return refreshes.set(token, revived.grant);
    },
    refresh(vendor: Vendor, app: App, token: string | undefined): Issued | null {
      const grant = this.ofRefreshToken(vendor, token);
      if (!grant || grant.revoked || grant.refreshToken !== token) return null;
      if (grant.clientId !== app.clientId) return null;
      if (grant.refreshEndsAt !== null && grant.refreshEndsAt <= clock.now()) return null;
      return issue(vendor, app, grant);
    },
    ofAccessToken(
      vendor: Vendor,
      token: string,
    ): { grant: Grant; state: 'active' | 'expired' | 'revoked'; endsAt: number | null } | null {
      let found = accesses.get(token);
      if (!found) {
        const revived = revive(vendor, token, 'access');
        if (revived) {
          const { endsAt, generation } = revived.text;
          found = accesses.set(token, { grant: revived.grant, endsAt, generation });
        }
      }
      if (!found || found.grant.vendor !== vendor.key) return null;
      const { grant, endsAt, generation } = found;
      if (grant.revoked) return { grant, endsAt, state: 'revoked' };
      const isOld = vendor.endsOldAccess === true && generation < grant.generation;
      const isOver = endsAt !== null && endsAt <= clock.now();
      const isEnded = generation <= grant.expiredBefore;
      return { grant, endsAt, state: isOld || isOver || isEnded ? 'expired' : 'active' };
    },
    find: (id: string): Grant | null => grants.get(id) ?? null,
    list: (): Grant[] => grants.values(),
    revoke(grant: Grant): void {
      grant.revoked = true;
    },
    expireAccess(grant: Grant): void {
      grant.expiredBefore = grant.generation;
    },
  };
}
export type Grants = ReturnType<typeof createGrants>;
