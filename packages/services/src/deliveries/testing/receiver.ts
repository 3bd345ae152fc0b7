import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type Received = { headers: IncomingHttpHeaders; body: Buffer; id: string };
/** Answers by hand; a number is a bare status. */
export type Answer = number | ((response: ServerResponse, received: Received) => void);

export type Receiver = {
  url: string;
  /** Everything that arrived, in the order of arrival. */
  received: Received[];
  ids(): string[];
  /** The next answers; after them `always`. */
  next(...answers: Answer[]): void;
  always(answer: Answer): void;
  /** Resolves when so many requests have arrived in all. */
  count(total: number): Promise<void>;
  close(): Promise<void>;
};

/** A program that takes webhooks, on a free port of this machine. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let script: Answer[] = [];
  let usual: Answer = 204;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const got = {
      headers: request.headers,
      body: Buffer.concat(chunks),
      id: String(request.headers['webhook-id']),
    };
    received.push(got);
    const answer = script.shift() ?? usual;
    if (typeof answer === 'number') response.writeHead(answer).end();
    else answer(response, got);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    ids: () => received.map(({ id }) => id),
    next: (...answers) => {
      script = answers;
    },
    always: (answer) => {
      usual = answer;
    },
    async count(total) {
      while (received.length < total) await wait(5);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
