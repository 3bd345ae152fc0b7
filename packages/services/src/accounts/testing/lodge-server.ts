import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** An account as the lodge keeps it. */
export type Guest = {
  name: string;
  secret: string;
  mark: string;
  state: 'active' | 'suspended';
  note: string;
};

/** One call that changes or reads something: `create ann`, `find ann`, `suspend ann` … */
export type LodgeCall = { what: string; name: string };

/** Waits or fails in the middle of a call; a thrown `Answer` is what the caller gets instead. */
export type Hook = (call: LodgeCall) => void | Promise<void>;

export class Answer extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, headers: Record<string, string> = {}) {
    super(String(status));
    this.status = status;
    this.headers = headers;
  }
}

const Body = z.object({
  name: z.string().optional(),
  secret: z.string().optional(),
  mark: z.string().optional(),
  state: z.enum(['active', 'suspended']).optional(),
  note: z.string().optional(),
});
type Body = z.infer<typeof Body>;

export type Lodge = Awaited<ReturnType<typeof startLodge>>;

/** A system with accounts, in this process: it can be slow, down, or stop in the middle of a call. */
export async function startLodge() {
  const guests = new Map<string, Guest>();
  const lodge = {
    guests,
    /** What was changed, in order; a repeated change that found everything done is not there. */
    changes: [] as string[],
    calls: [] as LodgeCall[],
    /** The most that were under way at the same time. */
    busiest: 0,
    /** Before a call does anything, and after it did but before its answer. */
    before: null as Hook | null,
    after: null as Hook | null,
    url: '',
    reset() {
      guests.clear();
      Object.assign(lodge, { changes: [], calls: [], busiest: 0, before: null, after: null });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  let running = 0;
  const server = createServer(async (request, response) => {
    running += 1;
    lodge.busiest = Math.max(lodge.busiest, running);
    try {
      const call = await callOf(request);
      lodge.calls.push(call);
      await lodge.before?.(call);
      const [status, body] = serve(lodge, call);
      await lodge.after?.(call);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } catch (error) {
      const answer = error instanceof Answer ? error : new Answer(500);
      response.writeHead(answer.status, answer.headers).end('{}');
    } finally {
      running -= 1;
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  lodge.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return lodge;
}

type Served = { guests: Map<string, Guest>; changes: string[] };
type FullCall = LodgeCall & { body: Body };

function serve({ guests, changes }: Served, { what, name, body }: FullCall): [number, unknown] {
  const guest = guests.get(name);
  const changed = (done: boolean) => done && changes.push(`${what} ${name}`);
  if (what === 'create') {
    if (guest) return [409, {}];
    const { secret = '', mark = '' } = body;
    guests.set(name, { name, secret, mark, state: 'active', note: '' });
    changed(true);
    return [201, guests.get(name)];
  }
  if (what === 'remove') {
    changed(guests.delete(name));
    return [200, {}];
  }
  if (!guest) return [404, {}];
  if (what === 'prove') return [200, { holds: guest.secret === body.secret }];
  if (what === 'find') return [200, guest];
  const next = { ...guest, ...body, name };
  changed(JSON.stringify(next) !== JSON.stringify(guest));
  guests.set(name, next);
  return [200, next];
}

async function callOf(request: IncomingMessage): Promise<FullCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const body = Body.parse(text ? JSON.parse(text) : {});
  const [, what = '', name = ''] = (request.url ?? '').split('/');
  return { what, name: decodeURIComponent(name), body };
}
