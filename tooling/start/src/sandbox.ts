import { type Sandbox, startSandbox } from '@patchbay/sandbox';
import type { StartEnvironment } from './environment.ts';
import type { Scope } from './scope.ts';

type OutboundEnvironment = Pick<StartEnvironment, 'OUTBOUND_ALLOW' | 'OUTBOUND_REWRITES'>;

export type DemoSandbox = {
  /** Settings by provider that the sandbox accepts. */
  settings: Record<string, Record<string, string>>;
  rewrites: Record<string, string>;
  allow: string[];
  /**
   * What sends the apps' calls to the sandbox; what the person set comes first and stays. Web offers the settings
   * to whoever wants to try a provider.
   */
  env: { OUTBOUND_ALLOW: string; OUTBOUND_REWRITES: string; SANDBOX_SETTINGS: string };
  /** The sandbox's OAuth apps as the shared ones, so that Connect works without an account anywhere. */
  sharedApps: Record<string, string>;
};

export type SandboxOptions = {
  env: OutboundEnvironment;
  /** Where consent pages send people back to, if it is not a loopback address. */
  publicUrl?: string;
  /** What the apps inherit: who brings an app of their own means the real service. */
  inherited?: Record<string, string | undefined>;
  /** Where people's accounts in the sandbox outlive a restart, as the product's own rows do. */
  keepIn?: string;
};

const hostsOf: Record<string, string[]> = {
  reddit: ['www.reddit.com', 'oauth.reddit.com'],
  notion: ['api.notion.com'],
  linkedin: ['www.linkedin.com', 'api.linkedin.com'],
  slack: ['slack.com'],
  discord: ['discord.com'],
};

/** Starts the fakes of closed systems inside this process, on a free loopback port. */
export async function openSandbox(scope: Scope, options: SandboxOptions): Promise<DemoSandbox> {
  const { env, publicUrl, inherited = {}, keepIn } = options;
  const sandbox = await startSandbox({ port: 0, run: Date.now().toString(36), keepIn });
  await scope.defer(() => sandbox.close());
  const isReal = (vendor: string) => Boolean(inherited[`${vendor.toUpperCase()}_CLIENT_ID`]);
  const played = Object.entries(sandbox.demo.apps).filter(([vendor]) => !isReal(vendor));
  if (publicUrl !== undefined) registerCallbacks(sandbox, publicUrl);
  const rewrites = withoutReal(sandbox.rewrites, isReal);
  const accepted = Object.entries({ ...sandbox.demo.tokens, ...sandbox.demo.settings });
  const offered = Object.fromEntries(accepted.filter(([provider]) => !isReal(provider)));
  const pairs = Object.entries(rewrites).map(([host, url]) => `${host}=${url}`);
  return {
    settings: sandbox.demo.settings,
    rewrites,
    allow: sandbox.allow,
    env: {
      OUTBOUND_ALLOW: joined(env.OUTBOUND_ALLOW, sandbox.allow),
      OUTBOUND_REWRITES: joined(env.OUTBOUND_REWRITES, pairs),
      SANDBOX_SETTINGS: JSON.stringify(offered),
    },
    sharedApps: Object.assign({}, ...played.map(variablesOf)),
  };
}

function registerCallbacks(sandbox: Sandbox, publicUrl: string): void {
  for (const [vendor, { clientId }] of Object.entries(sandbox.demo.apps))
    sandbox.putApp(clientId, {
      redirectUris: [`${publicUrl}/oauth/${vendor}/callback`],
    });
}

function withoutReal(rewrites: Record<string, string>, isReal: (vendor: string) => boolean) {
  const real = new Set(
    Object.keys(hostsOf)
      .filter(isReal)
      .flatMap((vendor) => hostsOf[vendor]),
  );
  return Object.fromEntries(Object.entries(rewrites).filter(([host]) => !real.has(host)));
}

const variablesOf = ([vendor, app]: [string, { clientId: string; clientSecret: string }]) => ({
  [`${vendor.toUpperCase()}_CLIENT_ID`]: app.clientId,
  [`${vendor.toUpperCase()}_CLIENT_SECRET`]: app.clientSecret,
  ...(vendor === 'reddit'
    ? { REDDIT_USER_AGENT: 'server:patchbay-demo:1.0 (by /u/acme_support)' }
    : {}),
});

const joined = (given: string | undefined, ours: string[]): string =>
  [given, ...ours].filter(Boolean).join(',');
