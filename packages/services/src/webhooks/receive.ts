import { randomUUID } from 'node:crypto';
import type { Webhooks } from '@patchbay/providers';
import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';
import { captureToken, offeredToken } from './capture.ts';
import { readContent } from './content.ts';
import { readFacts } from './event-facts.ts';
import type { EventRow, Stored } from './event-row.ts';
import { passesFilters } from './filters.ts';
import { acceptedAnswer, type HookAnswer, handshakeAnswer } from './handshake.ts';
import type { Intake } from './intake.ts';
import { headerOf, type WebhookRequest } from './request.ts';
import { keysAt, type Source } from './source.ts';
import { storedHeaders } from './stored-headers.ts';
import type { Tallies } from './tallies.ts';
import { type RefusalReason, type Verified, verify } from './verify.ts';

/** What one process stores and counts with. */
export type Parts = { runtime: Runtime; intake: Intake; tallies: Tallies };

/** Checks a request of a source and stores its event. Rejects with `unavailable` when it could not be stored. */
export async function receive(
  parts: Parts,
  source: Source,
  request: WebhookRequest,
): Promise<HookAnswer> {
  const { webhooks, rules } = source;
  const keys = keysAt(source, request.at);
  const offered = webhooks.secret.origin === 'captured' ? tokenOffered(request) : null;
  if (offered && source.isCapturing && (await captureToken(parts.runtime, source, offered))) {
    parts.tallies.accepted(source, request.at, 'handshake');
    return { status: 200 };
  }
  const verified = await verify(
    rules.verifier,
    keys.map(({ key }) => key),
    request,
  );
  if (!verified.ok) {
    const reason = offered ? 'token_refused' : reasonOf(source, verified.reason);
    parts.tallies.refused(source, request.at, reason);
    return refusal(webhooks);
  }
  const content = contentOf(request);
  const used = keys[verified.keyIndex];
  if (used && !used.isConfirmed) await confirm(parts.runtime, source, used);
  const answered = handshakeAnswer(webhooks.handshake, content);
  if (answered) {
    parts.tallies.accepted(source, request.at, 'handshake');
    return answered;
  }
  await keep(parts, source, request, content, verified);
  return acceptedAnswer(webhooks, content);
}

const contentOf = (request: WebhookRequest): unknown =>
  readContent(request.body, headerOf(request, 'content-type'));

/** Nothing else of a request is looked into before it is verified, and nothing long. */
const longestOffer = 2_000;
const tokenOffered = (request: WebhookRequest): string | null =>
  request.body.length > longestOffer ? null : offeredToken(contentOf(request));

const reasonOf = ({ hasSecret }: Source, reason: RefusalReason): RefusalReason =>
  reason === 'no_secret' && hasSecret ? 'unusable_secret' : reason;

/** Stores the event of a verified request, once. */
export async function keep(
  { intake, tallies }: Parts,
  source: Source,
  request: WebhookRequest,
  content: unknown,
  { timestamp, signedAt }: Extract<Verified, { ok: true }>,
): Promise<Stored> {
  const facts = readFacts(source.rules, request, content, timestamp);
  const isWanted = !source.isPaused && passesFilters(source.filters, facts);
  const row: EventRow = {
    id: randomUUID(),
    receivedAt: request.at,
    organizationId: source.organizationId,
    endpointId: source.id,
    integrationId: source.integrationId,
    provider: source.provider,
    ...facts,
    state: isWanted ? 'received' : 'filtered',
    contentType: headerOf(request, 'content-type')?.slice(0, 200) ?? null,
    headers: storedHeaders(request, source.rules.verifier),
    body: request.body,
    signedAt,
  };
  const stored = await intake.store(row);
  tallies.accepted(source, request.at, stored);
  return stored;
}

/** Notes that a secret works, once; the captured one is not shown from then on. */
async function confirm(
  { orm, clock }: Runtime,
  source: Source,
  used: Source['keys'][number],
): Promise<void> {
  await sql`update webhook_secrets set confirmed_at = ${clock.now()}
    where id = ${used.secretId} and endpoint_id = ${source.id} and confirmed_at is null`.execute(
    orm.em.fork().getKysely(),
  );
  used.isConfirmed = true;
}

/** The same words for every reason: whoever guesses learns nothing. */
export const refusal = ({ refusalHeaders }: Webhooks): HookAnswer => ({
  status: 401,
  ...(refusalHeaders ? { headers: refusalHeaders } : {}),
  body: 'The signature is missing or wrong.\n',
});
