import { randomUUID } from 'node:crypto';
import { publish } from '../kernel/events.ts';
import type { Runtime } from '../kernel/index.ts';
import { everywhere, outbox } from '../kernel/wake.ts';
import { advanceReplays } from '../replays/advance.ts';
import { type LaneRun, runLane } from './lane-run.ts';
import { claimLanes, type Lane, releaseLane, renewEveryMs, renewLanes } from './lanes.ts';
import { handOnProductEvents } from './outbox.ts';
import { createPlaces } from './places.ts';
import { createSettler } from './settle.ts';

export type DeliveriesOptions = {
  runtime: Runtime;
  /** Posts at once, in the whole process; 128 unless told. */
  concurrency?: number;
  /** Posts at once to one receiver; 16 unless told. */
  perSubscription?: number;
  /** How often to look for what came due by itself, in milliseconds; 1,000 unless told. */
  pollMs?: number;
  /** How long a subscription is kept in hand after its last event, in milliseconds; 2,000 unless told. */
  lingerMs?: number;
  random?: () => number;
  /** Trouble in the background; work goes on by itself. */
  onTrouble(error: unknown): void;
};

export type Deliveries = {
  /** A payload of the channel `deliveryChannel`, or `*` to look everywhere. */
  wake(payload: string): void;
  /** Begins nothing more, lets posts finish within the time, writes what came of them and lets go of everything. */
  stop(graceMs: number): Promise<void>;
};

const mostLanes = 128;

/**
 * Delivers events to receivers until it is stopped; any number of processes may do so. One that dies loses its hold
 * within ten seconds, and what it had under way is sent again under the same id.
 */
export function openDeliveries(options: DeliveriesOptions): Deliveries {
  const { runtime, pollMs = 1_000, lingerMs = 2_000, random = Math.random, onTrouble } = options;
  const lease = randomUUID();
  const lanes = new Map<string, LaneRun & { lose(): void }>();
  const pass = createPlaces(options.concurrency ?? 128);
  const stopping = new AbortController();
  const news = createNews(runtime, onTrouble);
  const settler = createSettler({ orm: runtime.orm, lease, onWritten: news.tell, onTrouble });
  let isStopping = false;
  let wanted: Set<string> | 'all' = new Set();
  let claiming: Promise<void> | null = null;

  function ask(ids: readonly string[] | 'all'): void {
    if (isStopping) return;
    if (ids === 'all') wanted = 'all';
    else if (wanted !== 'all') for (const id of ids) wanted.add(id);
    claiming ??= claimAll().finally(() => {
      claiming = null;
    });
  }

  async function claimAll(): Promise<void> {
    while (!isStopping && (wanted === 'all' || wanted.size > 0)) {
      const among = wanted === 'all' ? null : [...wanted];
      wanted = new Set();
      const limit = mostLanes - lanes.size;
      if (limit <= 0) {
        for (const lane of lanes.values()) lane.hurry();
        return;
      }
      const held = [...lanes.keys()];
      const claim = { lease, among, held, limit, now: runtime.clock.now() };
      try {
        for (const lane of await claimLanes(runtime.orm.em.fork(), claim)) take(lane);
      } catch (error) {
        onTrouble(error);
        return;
      }
    }
  }

  function take(lane: Lane): void {
    const { subscriptionId: id } = lane;
    const lost = new AbortController();
    const abort = AbortSignal.any([lost.signal, stopping.signal]);
    const width = options.perSubscription ?? 16;
    const run = runLane({
      runtime,
      lease,
      lane,
      settler,
      pass,
      width,
      lingerMs,
      random,
      abort,
    });
    lanes.set(id, { ...run, lose: () => lost.abort() });
    if (isStopping) run.stop();
    void letGo(id, run);
  }

  async function letGo(id: string, run: LaneRun): Promise<void> {
    await run.done.catch(onTrouble);
    await releaseLane(runtime.orm.em.fork(), lease, id).catch(onTrouble);
    lanes.delete(id);
    // Whatever came while it was being let go, others saw it in our hands.
    ask([id]);
  }

  async function renew(): Promise<void> {
    if (lanes.size === 0) return;
    const held = [...lanes.keys()];
    const kept = await renewLanes(runtime.orm.em.fork(), lease, held);
    for (const id of held) if (!kept.has(id)) lanes.get(id)?.lose();
  }

  const inTurn = (work: () => Promise<void>) => oneAtATime(work, onTrouble);
  const renewal = inTurn(renew);
  const own = inTurn(() => handOnProductEvents(runtime));
  const replays = inTurn(() => advanceReplays(runtime));
  const timers = [
    setInterval(renewal.ask, renewEveryMs),
    setInterval(() => {
      ask('all');
      own.ask();
      replays.ask();
    }, pollMs),
  ];
  ask('all');
  own.ask();

  return {
    wake(payload) {
      if (payload === outbox) return own.ask();
      if (payload === everywhere) {
        for (const lane of lanes.values()) lane.wake();
        return ask('all');
      }
      const ids = payload.split(',');
      for (const id of ids) lanes.get(id)?.wake();
      const others = ids.filter((id) => !lanes.has(id));
      if (others.length > 0) ask(others);
    },
    async stop(graceMs) {
      isStopping = true;
      for (const timer of timers) clearInterval(timer);
      await claiming;
      for (const lane of lanes.values()) lane.stop();
      const cut = setTimeout(() => stopping.abort(), graceMs);
      while (lanes.size > 0)
        await Promise.race([...lanes.values()].map(({ done }) => done)).then(nextTurn, nextTurn);
      clearTimeout(cut);
      // Whoever closes the database next must find nothing of ours under way.
      await Promise.all([renewal, own, replays, news].map((work) => work.stop()));
    },
  };
}

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

/** Runs the work again after it, once, if it was asked for meanwhile. */
function oneAtATime(work: () => Promise<void>, onTrouble: (error: unknown) => void) {
  let running: Promise<void> | null = null;
  let again = false;
  let isOver = false;
  const run = async () => {
    do {
      again = false;
      await work().catch(onTrouble);
    } while (again && !isOver);
    running = null;
  };
  return {
    ask() {
      if (isOver) return;
      if (running) again = true;
      else running = run();
    },
    async stop() {
      isOver = true;
      await running;
    },
  };
}

const newsEveryMs = 1_000;

/** Tells pages that deliveries moved on, at most once a second for each organization. */
function createNews({ orm }: Runtime, onTrouble: (error: unknown) => void) {
  const moved = new Set<string>();
  const sending = oneAtATime(async () => {
    const organizations = [...moved];
    moved.clear();
    for (const organizationId of organizations) {
      const subject = { type: 'organization' as const, id: organizationId };
      await publish(orm.em.fork(), { organizationId, type: 'delivered', subject });
    }
  }, onTrouble);
  const timer = setInterval(sending.ask, newsEveryMs);
  return {
    tell(organizationIds: Iterable<string>) {
      for (const id of organizationIds) moved.add(id);
    },
    async stop() {
      clearInterval(timer);
      await sending.stop();
    },
  };
}
