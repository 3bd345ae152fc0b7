import type { BrowserContext, Page, Response } from 'playwright-core';

/** Everything the product said to a browser: addresses, headers, bodies, and the events of open streams. */
export type Answers = {
  /** Waits for answers still on their way, then says where the text occurs. */
  holding(text: string): Promise<string[]>;
};

type Said = { where: string; text: string };

/** Listens from now on. Only a page's own streams need the debugger: their bodies have no end. */
export async function listenToAnswers(context: BrowserContext, page: Page): Promise<Answers> {
  const said: Said[] = [];
  const pending: Promise<void>[] = [];
  const note = (where: string, text: string) => void said.push({ where, text });
  context.on('request', (request) => note('address', request.url()));
  context.on('response', (response) => void pending.push(read(response, note)));
  const debugging = await context.newCDPSession(page);
  await debugging.send('Network.enable');
  debugging.on('Network.eventSourceMessageReceived', ({ data }) => note('live event', data));
  return {
    async holding(text) {
      await Promise.all(pending);
      return said.filter((one) => one.text.includes(text)).map(({ where }) => where);
    },
  };
}

async function read(response: Response, note: (where: string, text: string) => void) {
  const where = `${response.status()} ${response.url()}`;
  const headers = await response.allHeaders().catch(() => ({}));
  note(`headers of ${where}`, JSON.stringify(headers));
  if (JSON.stringify(headers).includes('text/event-stream')) return;
  // A redirect has no body, and one that was left behind is gone.
  note(where, await response.text().catch(() => ''));
}
