/** Requests of one credential: in total, and by `METHOD /path` without the host. */
export type CredentialStats = { requests: number; calls: Record<string, number> };

/** What reached a token endpoint for one grant, and how it ended. */
export type GrantStats = {
  tokenRequests: number;
  byGrantType: Record<string, number>;
  issued: number;
  refused: number;
};

export type SandboxStats = {
  requests: number;
  credentials: Record<string, CredentialStats>;
  grants: Record<string, GrantStats>;
};

const most = { credentials: 20_000, calls: 200 };

export function createCounters() {
  let stats: SandboxStats = { requests: 0, credentials: {}, grants: {} };
  let known = 0;
  const ofGrant = (grant: string): GrantStats => {
    stats.grants[grant] ??= { tokenRequests: 0, byGrantType: {}, issued: 0, refused: 0 };
    return stats.grants[grant];
  };
  return {
    count(credential: string, call: string) {
      stats.requests += 1;
      const label =
        stats.credentials[credential] || known < most.credentials ? credential : 'others';
      if (!stats.credentials[label]) known += 1;
      const own = stats.credentials[label] ?? { requests: 0, calls: {} };
      own.requests += 1;
      const name =
        call in own.calls || Object.keys(own.calls).length < most.calls ? call : 'others';
      own.calls[name] = (own.calls[name] ?? 0) + 1;
      stats.credentials[label] = own;
    },
    countTokenRequest(grant: string, grantType: string) {
      const own = ofGrant(grant);
      own.tokenRequests += 1;
      own.byGrantType[grantType] = (own.byGrantType[grantType] ?? 0) + 1;
    },
    countTokenAnswer(grant: string, answer: 'issued' | 'refused') {
      ofGrant(grant)[answer] += 1;
    },
    read: (): SandboxStats => structuredClone(stats),
    reset() {
      stats = { requests: 0, credentials: {}, grants: {} };
      known = 0;
    },
  };
}
export type Counters = ReturnType<typeof createCounters>;
