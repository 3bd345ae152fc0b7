import { afterAll, beforeAll, beforeEach } from 'vitest';
import { giveConsent, type Sandbox, type SandboxOptions, startSandbox } from '../index.ts';
import type { OAuthVendorKey } from '../oauth/apps.ts';

export const callbackOf = (vendor: string) => `http://localhost:3000/oauth/${vendor}/callback`;
export const state = 'a-state-of-at-least-16-characters';

const authorizePaths: Record<OAuthVendorKey, string> = {
  reddit: '/www.reddit.com/api/v1/authorize',
  notion: '/api.notion.com/v1/oauth/authorize',
  linkedin: '/www.linkedin.com/oauth/v2/authorization',
  slack: '/slack.com/oauth/v2/authorize',
  discord: '/discord.com/oauth2/authorize',
};

export const agents = {
  reddit: 'server:sandbox-tests:1.0 (by /u/acme_support)',
  discord: 'DiscordBot (https://patchbay.example, 1.0)',
};

export type Reply = { status: number; headers: Headers; body: Record<string, unknown> };

/** Raw HTTP against one sandbox for a whole file; no client of ours. */
export function openForTests(options: Partial<SandboxOptions> = {}) {
  const opened: { sandbox?: Sandbox } = {};
  const sandbox = (): Sandbox => {
    if (!opened.sandbox) throw new Error('The sandbox is not open yet');
    return opened.sandbox;
  };
  beforeAll(async () => {
    opened.sandbox = await startSandbox({ port: 0, ...options });
  });
  beforeEach(() => {
    sandbox().clearFaults();
    sandbox().resetStats();
  });
  afterAll(() => sandbox().close());

  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${sandbox().url}${path}`, { redirect: 'manual', ...init });

  async function call(path: string, init: RequestInit = {}): Promise<Reply> {
    const reply = await send(path, init);
    const text = await reply.text();
    const isJson = (reply.headers.get('content-type') ?? '').includes('json');
    const body = isJson && text !== '' ? JSON.parse(text) : { text };
    return { status: reply.status, headers: reply.headers, body };
  }

  function authorizeUrl(vendor: OAuthVendorKey, parameters: Record<string, string>): URL {
    const url = new URL(`${sandbox().url}${authorizePaths[vendor]}`);
    const { clientId } = sandbox().demo.apps[vendor];
    const usual = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: callbackOf(vendor),
      state,
    };
    url.search = new URLSearchParams({ ...usual, ...parameters }).toString();
    return url;
  }

  async function codeFor(
    vendor: OAuthVendorKey,
    parameters: Record<string, string>,
    account = '1',
  ): Promise<string> {
    const landed = await giveConsent(authorizeUrl(vendor, parameters), { account });
    return landed.searchParams.get('code') ?? '';
  }

  const basic = (vendor: OAuthVendorKey, secret?: string) => {
    const { clientId, clientSecret } = sandbox().demo.apps[vendor];
    return `Basic ${Buffer.from(`${clientId}:${secret ?? clientSecret}`).toString('base64')}`;
  };
  const inBody = (vendor: OAuthVendorKey) => {
    const { clientId: client_id, clientSecret: client_secret } = sandbox().demo.apps[vendor];
    return { client_id, client_secret };
  };
  const postForm = (
    path: string,
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ) => call(path, { method: 'POST', body: new URLSearchParams(form), headers });
  const postJson = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    call(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });

  return { sandbox, send, call, authorizeUrl, codeFor, basic, inBody, postForm, postJson };
}

export const bearer = (token: unknown, more: Record<string, string> = {}) => ({
  headers: { authorization: `Bearer ${token}`, ...more },
});
