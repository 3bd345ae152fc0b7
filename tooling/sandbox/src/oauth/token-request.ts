import type { Context } from 'hono';
import type { TokenRequest, Vendor } from './vendor.ts';

/** Reads who asks and for what, and whether the request has the vendor's framing. */
export async function readTokenRequest(context: Context, vendor: Vendor): Promise<TokenRequest> {
  const contentType = context.req.header('content-type') ?? '';
  const text = await context.req.text();
  const isFramed = contentType.startsWith(
    vendor.tokenBody === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
  );
  const parameters = isFramed ? readBody(vendor.tokenBody, text) : {};
  const basic = readBasic(context.req.header('authorization'));
  const usesBasic = basic !== null && vendor.clientAuth !== 'body';
  const inBody = { id: parameters.client_id, secret: parameters.client_secret };
  const usesAllowedAuth =
    vendor.clientAuth === 'basic' ? basic !== null : usesBasic || inBody.id !== undefined;
  const client = usesBasic ? basic : inBody;
  return {
    parameters,
    grantType: parameters.grant_type ?? vendor.defaultGrantType ?? '',
    clientId: client.id,
    clientSecret: client.secret,
    isFramed,
    usesAllowedAuth,
  };
}

function readBody(kind: Vendor['tokenBody'], text: string): Record<string, string> {
  if (kind === 'form') return Object.fromEntries(new URLSearchParams(text));
  try {
    const body: unknown = JSON.parse(text);
    const entries = body && typeof body === 'object' ? Object.entries(body) : [];
    return Object.fromEntries(
      entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
  } catch {
    return {};
  }
}

function readBasic(header: string | undefined): { id: string; secret: string } | null {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const at = text.indexOf(':');
  if (at < 0) return null;
  // RFC 6749 encodes both halves first; clients that do not are the same for these ids.
  return { id: decode(text.slice(0, at)), secret: decode(text.slice(at + 1)) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
