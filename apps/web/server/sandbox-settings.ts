import { z } from 'zod';

const settingsByProvider = z.record(z.string(), z.record(z.string(), z.string()));

/** What the demo's sandbox accepts, by provider: `{"syncro":{"subdomain":"demo"}}`. */
export type SandboxSettings = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Reads them from one variable. */
export const sandboxSettings = z.string().transform((text, context): SandboxSettings => {
  try {
    return settingsByProvider.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON: settings by provider' });
    return z.NEVER;
  }
});
