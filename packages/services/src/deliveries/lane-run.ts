import type { Runtime } from '../kernel/index.ts';
import { disableFor } from './disable.ts';
import { healthAfter, healthOfLane, isHeld, isHopeless, type LaneHealth } from './health.ts';
import type { Lane } from './lanes.ts';
import { letterOf } from './letter.ts';
import { type Posted, post } from './post.ts';
import { type Due, nextDue } from './queue.ts';
import { isHalfOpen, judge } from './schedule.ts';
import { signingSecrets } from './secrets.ts';
import type { Outcome, Settler } from './settle.ts';

export type LaneParts = {
  runtime: Runtime;
  lease: string;
  lane: Lane;
  settler: Settler;
  /** Takes a place among all posts of the process. */
  pass<Value>(task: () => Promise<Value>): Promise<Value>;
  /** Posts at once to this receiver. */
  width: number;
  /** How long to wait for more before letting go. */
  lingerMs: number;
  random: () => number;
  /** Aborts what is under way: the process has to end, or the lane is lost. */
  abort: AbortSignal;
};

/** One subscription in the hands of this worker. */
export type LaneRun = {
  /** Something new may be due. */
  wake(): void;
  /** Others wait for the place: do not linger. */
  hurry(): void;
  /** Nothing more is begun; what is under way is finished. */
  stop(): void;
  done: Promise<void>;
};

const batchSize = 64;
/** An overlap of secrets may end while a lane runs. */
const secretsGoodForMs = 60_000;

/**
 * Works through a subscription's queue until nothing is due, its breaker opens or it is stopped: side by side, or one
 * after the other where order counts or a receiver that failed is probed.
 */
export function runLane(parts: LaneParts): LaneRun {
  const { runtime, lane } = parts;
  const now = () => runtime.clock.now();
  const bell = createBell();
  /** Taken in hand and not written yet: the queue still holds them. */
  const known = new Set<string>();
  const unwritten = new Set<Promise<void>>();
  let waiting: Due[] = [];
  let underWay = 0;
  let mayHaveMore = true;
  let looking: Promise<void> | null = null;
  let isEnding = false;
  let failure: unknown;
  let secrets: { at: Date; texts: string[] } | null = null;
  let health = healthOfLane(lane);

  const isOver = () => isEnding || isHeld(health, now()) || parts.abort.aborted;
  const isSingle = () => lane.ordered || isHalfOpen(health.failuresInRow);
  const hasRoom = () => underWay < (isSingle() ? 1 : parts.width);
  const putBack = () => {
    for (const { id } of waiting) known.delete(id);
    waiting = [];
  };

  async function look(): Promise<void> {
    mayHaveMore = false;
    const limit = isHalfOpen(health.failuresInRow) ? 1 : batchSize;
    const at = now();
    const search = { lane, lease: parts.lease, known: [...known], limit, now: at };
    const rows = await nextDue(runtime.orm.em.fork(), search);
    // Somebody changed the subscription: it is claimed anew as it now is.
    if (rows.some(({ revision }) => revision !== lane.revision)) return stop();
    if (rows.length > 0) await readSecrets(at);
    const ready = rows.findIndex(({ dueAt }) => dueAt > at.getTime());
    const taken = ready < 0 ? rows : rows.slice(0, ready);
    for (const { id } of taken) known.add(id);
    waiting.push(...taken);
    mayHaveMore ||= taken.length === limit;
  }

  async function readSecrets(at: Date): Promise<void> {
    if (secrets && at.getTime() - secrets.at.getTime() < secretsGoodForMs) return;
    const texts = await signingSecrets(runtime.orm.em.fork(), runtime.keys, lane, at);
    secrets = { at, texts: texts ?? [] };
  }

  async function deliver(due: Due): Promise<void> {
    const attemptedAt = now();
    const posted = await sendOnce(parts, due, secrets?.texts ?? []);
    // Cut short by ourselves: that says nothing about the receiver.
    if (parts.abort.aborted && posted.result.kind === 'failed') return;
    const verdict = judge(posted.result, {
      attempts: due.attempts + 1,
      queuedAt: new Date(due.queuedAt),
      now: now(),
      random: parts.random(),
    });
    health = healthAfter(health, verdict, now());
    const outcome = outcomeOf(due, posted, { ...verdict, attemptedAt });
    const written = settle(outcome, health);
    // What arrived need not wait for its record: until then it stays among the known.
    if (verdict.outcome === 'delivered') return;
    if (lane.ordered) putBack();
    await written;
    if (lane.ordered) mayHaveMore = true;
    if (verdict.isGone || isHopeless(health, now())) {
      stop();
      await disableFor(runtime, lane, verdict.isGone ? 'gone' : 'failing');
    }
  }

  function settle(outcome: Outcome, standing: LaneHealth): Promise<void> {
    const written = parts.settler.settle({ lane, health: standing, outcome }).then(() => {
      known.delete(outcome.id);
      unwritten.delete(written);
    });
    unwritten.add(written);
    return written;
  }

  function begin(due: Due): void {
    underWay += 1;
    parts
      .pass(() => deliver(due))
      .catch(fail)
      .finally(() => {
        underWay -= 1;
        bell.ring();
      });
  }

  /** Side by side the next ones are fetched before they are needed; in a line only when nothing is under way. */
  const wantsMore = () =>
    !looking && (isSingle() ? waiting.length + underWay === 0 : waiting.length < parts.width);

  function lookAhead(): void {
    looking = look()
      .catch(fail)
      .finally(() => {
        looking = null;
        bell.ring();
      });
  }

  function fail(error: unknown): void {
    failure ??= error;
    stop();
  }

  function beginAll(): void {
    while (!isOver() && hasRoom()) {
      const next = waiting.shift();
      if (!next) return;
      begin(next);
    }
  }

  async function run(): Promise<void> {
    while (!isOver()) {
      if (mayHaveMore && wantsMore()) lookAhead();
      beginAll();
      if (underWay > 0 || looking) await bell.heard();
      else if (waiting.length === 0 && !mayHaveMore) {
        await bell.heard(parts.lingerMs);
        if (!mayHaveMore) break;
      }
    }
    while (underWay > 0 || looking) await bell.heard();
    putBack();
    await Promise.all(unwritten);
    if (failure !== undefined) throw failure;
  }

  function stop(): void {
    isEnding = true;
    bell.ring();
  }

  return {
    wake() {
      mayHaveMore = true;
      bell.ring();
    },
    // Only who has nothing to do hears it, and then ends.
    hurry: () => bell.ring(),
    stop,
    done: run(),
  };
}

async function sendOnce(
  { runtime, lane, abort }: LaneParts,
  due: Due,
  secrets: readonly string[],
): Promise<Posted> {
  const letter = await letterOf(runtime, due, due.attempts + 1);
  if (letter === null) return notSent('lost', 'The event is not kept any more.');
  if (secrets.length === 0)
    return notSent('failed', 'The signing secret cannot be opened any more.');
  return post(runtime.http, { url: lane.url, secrets }, letter, abort);
}

const notSent = (kind: 'lost' | 'failed', message: string): Posted => ({
  result: { kind, message },
  latencyMs: 0,
  answer: null,
});

type Judged = Pick<Outcome, 'outcome' | 'error' | 'dueAt' | 'attemptedAt'>;

const outcomeOf = (
  due: Due,
  { result, latencyMs, answer }: Posted,
  { outcome, error, dueAt, attemptedAt }: Judged,
): Outcome => ({
  id: due.id,
  number: due.attempts + 1,
  outcome,
  error,
  httpStatus: result.kind === 'answered' ? result.status : null,
  latencyMs,
  answer,
  attemptedAt,
  dueAt,
  provider: due.provider ?? '',
  type: due.type ?? '',
});

function createBell() {
  let next = Promise.withResolvers<void>();
  const ring = () => {
    next.resolve();
    next = Promise.withResolvers();
  };
  return {
    ring,
    /** Resolves at the next ring, or when the time is over. */
    async heard(withinMs?: number): Promise<void> {
      const timer = withinMs === undefined ? undefined : setTimeout(ring, withinMs);
      await next.promise;
      clearTimeout(timer);
    },
  };
}
