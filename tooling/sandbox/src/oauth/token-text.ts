import { createHash } from 'node:crypto';

/** What a token says about itself, so that a demo's connections outlive a restart of the sandbox. */
export type TokenText = {
  kind: 'access' | 'refresh';
  grant: string;
  vendor: string;
  clientId: string;
  account: string;
  scopes: string[];
  generation: number;
  endsAt: number | null;
};

const sumLength = 12;
const sumOf = (body: string): string =>
  createHash('sha256').update(`sandbox ${body}`).digest('hex').slice(0, sumLength);

export function writeToken(prefix: string, text: TokenText): string {
  const { kind, grant, vendor, clientId, account, scopes, generation, endsAt } = text;
  const fields = [kind, grant, vendor, clientId, account, scopes.join(' '), generation, endsAt];
  const body = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${prefix}${sumOf(body)}${body}`;
}

/** `null` for anything the sandbox did not write. The body is a JSON array, which begins `WyJ` in base64. */
export function readToken(token: string): TokenText | null {
  const [, sum, body = ''] = /^[\w.-]{0,30}?([0-9a-f]{12})(WyJ[\w-]+)$/.exec(token) ?? [];
  if (sum === undefined || sumOf(body) !== sum) return null;
  const [kind, grant, vendor, clientId, account, scopes, generation, endsAt] = JSON.parse(
    Buffer.from(body, 'base64url').toString(),
  );
  return { kind, grant, vendor, clientId, account, scopes: words(scopes), generation, endsAt };
}

const words = (text: string): string[] => text.split(' ').filter(Boolean);
