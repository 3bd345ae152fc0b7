import { isPatchbayError, PatchbayError } from '@patchbay/core';
import type { RemoteAccount } from '@patchbay/providers';
import { type AccountSystem, openAccountSystem } from '../accounts/system.ts';
import { createGate } from '../connections/gate.ts';
import { productEvent, type Runtime } from '../kernel/index.ts';
import { withSessionLock } from '../kernel/session-lock.ts';
import { compare, type Finding } from './compare.ts';
import { keepFindings, type Place, readInside } from './keep.ts';
import { noteDone, noteFailed, noteProgress, noteStart } from './progress.ts';

export type ComparedSystem =
  | { outcome: 'done'; seen: number; open: number; fresh: number }
  | { outcome: 'failed'; error: string }
  /** Another worker is at it. */
  | { outcome: 'busy' };

type Which = { organizationId: string; provider: string };

const pagePatienceMs = 60_000;
/** A system that goes on for ever must not fill the memory. */
const mostAccounts = 200_000;
/** So many that a listing left out are looked up one by one before they count as gone. */
const mostLookups = 50;

/**
 * Compares all accounts of a system with ours and writes what differs. Changes nothing else, here or there. Trouble at
 * the system is noted and answered; what was found before then stays.
 */
export async function compareSystem(
  runtime: Runtime,
  which: Which,
  signal: AbortSignal,
): Promise<ComparedSystem> {
  const name = `drift:${which.organizationId}:${which.provider}`;
  const locked = await withSessionLock(runtime.orm, name, 0, () => run(runtime, which, signal));
  return locked?.value ?? { outcome: 'busy' };
}

async function run(runtime: Runtime, which: Which, signal: AbortSignal): Promise<ComparedSystem> {
  const startedAt = runtime.clock.now();
  await noteStart(runtime, which);
  try {
    const system = await openListable(runtime, which);
    const outside = await readOutside(runtime, which, system, signal);
    const place = { ...which, system: system.accounts.system };
    const { inside, taken } = await readInside(runtime.orm.em.fork(), place, startedAt);
    const findings = compare(outside, inside, taken);
    const certain = await withoutOversights(findings, system, signal);
    const fresh = await write(runtime, place, certain, startedAt);
    await noteDone(runtime, which, outside.size);
    return { outcome: 'done', seen: outside.size, open: certain.length, fresh };
  } catch (error) {
    if (signal.aborted) throw error;
    const message = isPatchbayError(error) ? error.message : 'Something went wrong here.';
    await noteFailed(runtime, which, message);
    if (isPatchbayError(error)) return { outcome: 'failed', error: message };
    throw error;
  }
}

async function openListable(
  runtime: Runtime,
  { organizationId, provider }: Which,
): Promise<AccountSystem> {
  const system = await openAccountSystem(runtime, organizationId, provider);
  const { name } = system.provider.about;
  if (system.source === 'environment')
    throw new PatchbayError('forbidden', `Other organizations share ${name}, so nobody lists it.`);
  if (system.accounts.declared.list) return system;
  throw new PatchbayError('invalid_input', `${name} cannot list its accounts.`);
}

/** Every account there by its folded name, page by page. */
async function readOutside(
  runtime: Runtime,
  which: Which,
  { accounts }: AccountSystem,
  stopping: AbortSignal,
): Promise<Map<string, RemoteAccount>> {
  const outside = new Map<string, RemoteAccount>();
  const visited = new Set<string>();
  let cursor: string | null = null;
  do {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(pagePatienceMs)]);
    const page = await accounts.list(cursor, signal);
    for (const remote of page.items) outside.set(accounts.fold(remote.identifier), remote);
    if (outside.size > mostAccounts)
      throw new PatchbayError('unavailable', 'The system has more accounts than can be compared.');
    cursor = page.cursor;
    // A cursor that comes back would lead in a circle.
    if (cursor !== null && visited.has(cursor))
      throw new PatchbayError('unavailable', 'The system lists the same page again and again.');
    if (cursor !== null) visited.add(cursor);
    await noteProgress(runtime, which, outside.size);
  } while (cursor !== null);
  return outside;
}

/** Leaves out what only the listing left out, while people were added or removed under it. */
async function withoutOversights(
  findings: Finding[],
  { accounts }: AccountSystem,
  signal: AbortSignal,
): Promise<Finding[]> {
  const vanished = findings.filter(({ kind }) => kind === 'vanished');
  if (vanished.length > mostLookups) return findings;
  const gate = createGate(4);
  const looked = await Promise.all(
    vanished.map((finding) =>
      gate(async () => ((await accounts.find(finding.identifier, signal)) ? finding : null)),
    ),
  );
  const there = new Set(looked);
  return findings.filter((finding) => !there.has(finding));
}

function write(
  runtime: Runtime,
  place: Place,
  findings: Finding[],
  startedAt: Date,
): Promise<number> {
  const now = runtime.clock.now();
  return runtime.orm.em.fork().transactional(async (em) => {
    const fresh = await keepFindings(em, place, findings, { startedAt, now });
    const { organizationId, provider } = place;
    if (fresh > 0)
      await productEvent(em, {
        organizationId,
        type: 'account.drift',
        data: { provider, found: fresh, open: findings.length },
        occurredAt: now,
      });
    return fresh;
  });
}
