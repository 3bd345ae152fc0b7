const longestMarginMs = 5 * 60_000;

/**
 * When to renew a token: a tenth of its life before its end, at most five minutes. So a token of ten minutes is
 * renewed once in nine, not at every read. Null without an end.
 */
export function refreshMoment(obtainedAt: Date, expiresAt: Date | null): Date | null {
  if (!expiresAt) return null;
  const lifeMs = Math.max(0, expiresAt.getTime() - obtainedAt.getTime());
  return new Date(expiresAt.getTime() - Math.min(lifeMs / 10, longestMarginMs));
}
