import { createHash } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { type MetFault, maintenance, pause, silence, type TokenFault } from '../faults.ts';
import type { Stage } from '../stage.ts';
import type { App } from './apps.ts';
import type { Grant, Issued } from './grants.ts';
import { readTokenRequest } from './token-request.ts';
import type { TokenProblem, TokenRequest, Vendor } from './vendor.ts';

type Outcome = { app: App; grant: Grant; issued: Issued } | TokenProblem;

const anyRequest = [
  'token_down',
  'token_429',
  'token_timeout',
  'token_slow',
  'token_garbage',
] as const;

/** A vendor's token endpoint: counted for each grant, with the faults of this place. */
export const tokenEndpoint =
  (stage: Stage, vendor: Vendor) =>
  async (context: Context): Promise<Response> => {
    const asked = await readTokenRequest(context, vendor);
    const grantId = grantOf(stage, vendor, asked);
    stage.counters.countTokenRequest(grantId, asked.grantType || 'none');
    const keys = [grantId, ...(asked.clientId ? [asked.clientId] : []), vendor.key];
    const trouble = stage.faults.takeToken(keys, anyRequest);
    const answer = trouble && (await troubleAnswer(context, trouble));
    if (answer) return answer;

    const isRefresh = asked.grantType === 'refresh_token';
    const isDenied = isRefresh && stage.faults.takeToken(keys, ['invalid_grant']) !== null;
    const outcome = isDenied ? 'bad_refresh_token' : decide(stage, vendor, asked);
    if (typeof outcome === 'string') {
      stage.counters.countTokenAnswer(grantId, 'refused');
      return vendor.refuse(context, outcome, asked);
    }
    stage.counters.countTokenAnswer(grantId, 'issued');
    if (isRefresh && stage.faults.takeToken(keys, ['drop_after_refresh'])) return drop(context);
    context.header('cache-control', 'no-store');
    return context.json(await vendor.answer(outcome.grant, outcome.issued, outcome.app));
  };

function grantOf(stage: Stage, vendor: Vendor, { grantType, parameters }: TokenRequest): string {
  const id =
    grantType === 'refresh_token'
      ? stage.grants.ofRefreshToken(vendor, parameters.refresh_token)?.id
      : stage.grants.findCode(parameters.code)?.grantId;
  return id ?? `${vendor.key}-unknown`;
}

function decide(stage: Stage, vendor: Vendor, asked: TokenRequest): Outcome {
  if (!asked.usesAllowedAuth && asked.isFramed) return 'wrong_client_auth';
  const app = stage.apps.find(vendor.key, asked.clientId);
  if (!asked.isFramed) return 'wrong_body';
  if (!app) return 'unknown_client';
  if (app.clientSecret !== asked.clientSecret) return 'bad_secret';
  if (asked.grantType === 'refresh_token') return refresh(stage, vendor, app, asked);
  if (asked.grantType === 'authorization_code') return exchange(stage, vendor, app, asked);
  return 'unsupported_grant_type';
}

function refresh(stage: Stage, vendor: Vendor, app: App, asked: TokenRequest): Outcome {
  const token = asked.parameters.refresh_token;
  const issued = stage.grants.refresh(vendor, app, token);
  const grant = stage.grants.ofRefreshToken(vendor, token);
  return issued && grant ? { app, grant, issued } : 'bad_refresh_token';
}

function exchange(stage: Stage, vendor: Vendor, app: App, asked: TokenRequest): Outcome {
  const { code: text, redirect_uri: sent, code_verifier: verifier } = asked.parameters;
  const code = stage.grants.findCode(text);
  if (!code || code.clientId !== app.clientId) return 'bad_code';
  const { redirectUri, wasRedirectUriSent: wasSent } = code;
  if (vendor.isRedirectUriWrong(sent, { redirectUri, wasSent, app })) return 'bad_redirect_uri';
  if (code.challenge !== null && challengeOf(verifier) !== code.challenge) return 'bad_verifier';
  const taken = stage.grants.takeCode(text);
  if (!taken) return 'bad_code';
  return { app, ...stage.grants.open(vendor, app, taken) };
}

const challengeOf = (verifier = ''): string =>
  createHash('sha256').update(verifier).digest('base64url');

async function troubleAnswer(
  context: Context,
  { fault, retryAfterSeconds }: MetFault<TokenFault>,
): Promise<Response | null> {
  if (fault === 'token_timeout') return silence(context.req.raw.signal);
  if (fault === 'token_garbage') return maintenance(context);
  if (fault === 'token_429')
    return context.json({ error: 'rate_limited' }, 429, {
      'retry-after': String(retryAfterSeconds),
    });
  if (fault === 'token_down') return context.text('Service Unavailable', 503);
  await pause();
  return null;
}

/** The grant has moved on, and nobody hears of it: the worst moment for a connection to break. */
function drop(context: Context<{ Bindings: HttpBindings }>): Response {
  context.env.incoming.socket.destroy();
  return new Response(null, { status: 502 });
}
