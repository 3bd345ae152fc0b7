/** Requests of one credential: in total, and by `METHOD /path` without the host. */
export type CredentialStats = { requests: number; calls: Record<string, number> };
export type SandboxStats = { requests: number; credentials: Record<string, CredentialStats> };

export function createCounters() {
  let stats: SandboxStats = { requests: 0, credentials: {} };
  return {
    count(credential: string, call: string) {
      stats.requests += 1;
      const own = stats.credentials[credential] ?? { requests: 0, calls: {} };
      own.requests += 1;
      own.calls[call] = (own.calls[call] ?? 0) + 1;
      stats.credentials[credential] = own;
    },
    read: (): SandboxStats => structuredClone(stats),
    reset() {
      stats = { requests: 0, credentials: {} };
    },
  };
}
export type Counters = ReturnType<typeof createCounters>;
