export type HookOptions = {
  /** How long an answer counts as fresh, in milliseconds; the provider's unless told. */
  staleTimeMs?: number | undefined;
  /** False: nothing is asked. */
  enabled?: boolean | undefined;
};
