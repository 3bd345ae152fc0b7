/** Splits what providers send: spaces by the standard, commas by habit. */
export const splitScopes = (text: string): string[] => [
  ...new Set(text.split(/[\s,]+/).filter(Boolean)),
];

export type ScopeDrift = {
  /** Required, but not granted: the connection cannot do its whole work until it is asked again. */
  missing: string[];
  /** Granted beyond what is required. */
  extra: string[];
};

export function scopeDrift(required: readonly string[], granted: readonly string[]): ScopeDrift {
  const has = new Set(granted);
  const needs = new Set(required);
  return {
    missing: [...needs].filter((scope) => !has.has(scope)),
    extra: [...has].filter((scope) => !needs.has(scope)),
  };
}
