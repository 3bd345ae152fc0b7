import { PatchbayError } from '@patchbay/core';
import { callTRPCProcedure } from '@trpc/server';
import type { Context } from '../context.ts';
import { isUnexpected, toTransport } from '../errors.ts';
import { appRouter } from '../router.ts';
import { openApiDocument } from './document.ts';
import { readInput } from './input.ts';
import { problemResponse } from './problem.ts';
import { findRoute, type Match } from './routes.ts';

export type RestOptions = {
  /** Where the façade is mounted: `/api/v1`. */
  endpoint: `/${string}`;
  context: Context;
  /** Told of errors that are no expected refusals. */
  report: (error: unknown, procedure: string, requestId: string) => void;
};

/**
 * Serves the procedures that have a REST path, with the same checks as by tRPC. Answers JSON with times in ISO 8601,
 * 201 for what was made, 204 for procedures without an answer, and problems by RFC 9457.
 */
export async function handleRest(request: Request, options: RestOptions): Promise<Response> {
  const { requestId } = options.context;
  const path = new URL(request.url).pathname.slice(options.endpoint.length);
  if (path === '/openapi.json' && request.method === 'GET') return json(openApiDocument());
  const found = findRoute(request.method, path);
  if (found === null) {
    return problemResponse(new PatchbayError('not_found', 'There is no such path.'), requestId);
  }
  if ('allow' in found) return wrongMethod(found.allow, requestId);
  try {
    return answer(await call(request, found, options.context), found.entry.status);
  } catch (error) {
    if (isUnexpected(error)) options.report(error, found.entry.procedure, requestId);
    return problemResponse(error, requestId);
  }
}

async function call(request: Request, match: Match, ctx: Context): Promise<unknown> {
  const input = await readInput(request, match);
  return callTRPCProcedure({
    router: appRouter,
    path: match.entry.procedure,
    type: match.entry.type,
    getRawInput: async () => input,
    ctx,
    signal: request.signal,
    batchIndex: 0,
  }).catch((error: unknown) => {
    throw toTransport(error);
  });
}

const answer = (value: unknown, status: number): Response =>
  value === undefined || value === null ? new Response(null, { status: 204 }) : json(value, status);

const json = (value: unknown, status = 200): Response =>
  Response.json(value, { status, headers: { 'cache-control': 'no-store' } });

const wrongMethod = (allow: string[], requestId: string): Response =>
  problemResponse(
    new PatchbayError('invalid_input', `This path takes ${allow.join(', ')}.`),
    requestId,
    { status: 405, title: 'Method Not Allowed', headers: { allow: allow.join(', ') } },
  );
