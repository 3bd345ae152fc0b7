import { boundedMap } from '../bounded-map.ts';

export const oauthVendors = ['reddit', 'notion', 'linkedin', 'slack', 'discord'] as const;
export type OAuthVendorKey = (typeof oauthVendors)[number];

/** A client registered with a vendor. */
export type App = {
  vendor: OAuthVendorKey;
  name: string;
  clientId: string;
  clientSecret: string;
  /** Compared letter by letter. */
  redirectUris: string[];
  /** Any loopback host and port with this path; the demo does not know its port beforehand. */
  loopbackPath: string | null;
  /** `null`: the vendor's own life. */
  tokenLifeSeconds: number | null;
  /** Slack: token rotation is switched on for each app. */
  rotation: boolean;
  /** LinkedIn: only approved apps get refresh tokens. */
  refreshTokens: boolean;
  /** Scopes that a consent leaves out although they were asked for. */
  withheldScopes: string[];
};

export type AppChange = Partial<Omit<App, 'vendor' | 'name' | 'clientId'>>;

const identities: Record<OAuthVendorKey, { clientId: string; clientSecret: string }> = {
  reddit: { clientId: 'sandbox-reddit-app', clientSecret: 'sandbox-reddit-secret-000001' },
  notion: {
    clientId: '5a4db0c5-0000-4000-8000-000000000001',
    clientSecret: 'secret_sandboxNotionClientSecret0001',
  },
  linkedin: { clientId: 'sandbox0linked', clientSecret: 'sandbox-linkedin-secret-0001' },
  slack: { clientId: '5550001.5550002', clientSecret: '5a4db0c55a4db0c55a4db0c55a4db0c5' },
  // The application whose bot is the demo's: `discordIds.application(1)`.
  discord: { clientId: '500000000001000002', clientSecret: 'sandbox-discord-secret-000001' },
};

const demoApp = (vendor: OAuthVendorKey): App => ({
  vendor,
  name: 'Patchbay demo',
  ...identities[vendor],
  redirectUris: [],
  loopbackPath: `/oauth/${vendor}/callback`,
  tokenLifeSeconds: null,
  rotation: true,
  refreshTokens: vendor !== 'linkedin',
  withheldScopes: [],
});

/** The clients that exist when a sandbox starts, one for each vendor. */
export const demoApps = Object.freeze(identities);

export function createApps() {
  const apps = boundedMap<App>(500);
  for (const vendor of oauthVendors) {
    const app = demoApp(vendor);
    apps.set(app.clientId, app);
  }
  return {
    find(vendor: OAuthVendorKey, clientId: string | undefined): App | null {
      const app = apps.get(clientId ?? '');
      return app?.vendor === vendor ? app : null;
    },
    list: (): App[] => apps.values(),
    /** Registers a client, or changes one. `null` for an unknown id without a vendor. */
    put(clientId: string, change: AppChange & { vendor?: OAuthVendorKey }): App | null {
      const known = apps.get(clientId);
      if (known) return apps.set(clientId, { ...known, ...change, vendor: known.vendor });
      if (!change.vendor) return null;
      const blank = { ...demoApp(change.vendor), name: clientId, loopbackPath: null };
      return apps.set(clientId, { ...blank, ...change, vendor: change.vendor, clientId });
    },
  };
}
export type Apps = ReturnType<typeof createApps>;

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isRegistered(app: App, redirectUri: string): boolean {
  if (app.redirectUris.includes(redirectUri)) return true;
  if (app.loopbackPath === null || !URL.canParse(redirectUri)) return false;
  const url = new URL(redirectUri);
  return (
    loopback.has(url.hostname) &&
    url.pathname === app.loopbackPath &&
    url.href === redirectUri &&
    `${url.search}${url.hash}${url.username}${url.password}` === ''
  );
}

/** The one redirect address of an app that registered exactly one. */
export const onlyRedirectUri = (app: App): string | null =>
  app.loopbackPath === null && app.redirectUris.length === 1 ? (app.redirectUris[0] ?? null) : null;
