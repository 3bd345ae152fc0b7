import { symmetricDecrypt } from 'better-auth/crypto';
import type { JwtOptions } from 'better-auth/plugins';
import { z } from 'zod';

type Read = NonNullable<NonNullable<JwtOptions['adapter']>['getJwks']>;
type Keys = NonNullable<Awaited<ReturnType<Read>>>;

/**
 * The signing keys that this process can use. Private keys are encrypted with `AUTH_SECRET`: after a new
 * secret the old keys do not open, and are passed over, so that a new one is made instead of every sign-in failing.
 */
export const usableKeys: Read = async ({ context }) => {
  const keys: Keys = await context.adapter.findMany({ model: 'jwks' });
  const opened = await Promise.all(
    keys.map(({ privateKey }) => opens(privateKey, context.secretConfig)),
  );
  return keys.filter((_, index) => opened[index]);
};

async function opens(privateKey: string, key: Parameters<typeof symmetricDecrypt>[0]['key']) {
  try {
    const data = z.string().parse(JSON.parse(privateKey));
    await symmetricDecrypt({ key, data });
    return true;
  } catch {
    return false;
  }
}
