export const hooksPrefix = '/hooks/';

export type HookPath = {
  provider: string;
  /** Null for the address of the operator's app. */
  token: string | null;
  /** The last part, where the secret stands for senders that can do no better. */
  secret: string | null;
};

const shape = /^\/hooks\/([a-z][a-z0-9-]{0,63})(?:\/([a-z2-9]{26})(?:\/([\w-]{8,200}))?)?\/?$/;

/** Reads `/hooks/<provider>[/<endpoint>[/<secret>]]`, whatever query follows; null for any other address. */
export function readHookPath(target: string): HookPath | null {
  const end = target.search(/[?#]/);
  const match = shape.exec(end < 0 ? target : target.slice(0, end));
  if (!match) return null;
  const [, provider = '', token = null, secret = null] = match;
  return { provider, token, secret };
}
