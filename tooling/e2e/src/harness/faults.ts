import type { BrowserContext, ConsoleMessage, Page, Request, Response } from 'playwright-core';

/** What went wrong in a page although nobody looked: each is one line that names its cause. */
export type Faults = {
  /** Says that a fault is part of the story. It has to happen: an expectation that nothing meets is a fault itself. */
  expect(pattern: RegExp): void;
  /** Every fault nobody expected, and every expectation nothing met. */
  unexplained(): string[];
};

// Chrome repeats every refused answer on the console; the answer itself is listened to.
const repeatsAnswer = /^Failed to load resource: the server responded with a status of/;
// Remix prints this for a page whose data was still arriving when the next navigation overtook it.
const overtaken = /^AbortError: signal is aborted without reason/;
// A page that is left drops its open stream and whatever it was still loading.
const leftBehind = 'net::ERR_ABORTED';

/** Listens to every page of a context: the console, scripts, policy violations, refusals, and who is talked to. */
export function watchFaults(context: BrowserContext, origin: string): Faults {
  const faults: string[] = [];
  const expected: RegExp[] = [];
  const note = (fault: string) => void faults.push(fault);
  const place = (url: string) => url.replace(origin, '');

  const onConsole = (message: ConsoleMessage) => {
    const text = message.text();
    if (message.type() !== 'error' || repeatsAnswer.test(text) || overtaken.test(text)) return;
    note(`console: ${text}`);
  };
  const onRequest = (request: Request) => {
    const { protocol, origin: target } = new URL(request.url());
    if (protocol === 'data:' || protocol === 'blob:' || target === origin) return;
    note(`left the product: ${request.method()} ${request.url()}`);
  };
  const onResponse = (response: Response) => {
    if (response.status() < 400) return;
    note(`${response.status()} ${response.request().method()} ${place(response.url())}`);
  };
  const onFailed = (request: Request) => {
    const reason = request.failure()?.errorText ?? 'failed';
    if (reason !== leftBehind) note(`${reason} ${request.method()} ${place(request.url())}`);
  };
  const onPage = (page: Page) => {
    page.on('pageerror', (error) => note(`script: ${error.message}`));
    page.on('crash', () => note('the page crashed'));
  };
  context.on('console', onConsole);
  context.on('request', onRequest);
  context.on('response', onResponse);
  context.on('requestfailed', onFailed);
  context.on('page', onPage);
  return {
    expect: (pattern) => void expected.push(pattern),
    unexplained: () => [
      ...faults.filter((fault) => !expected.some((pattern) => pattern.test(fault))),
      ...expected
        .filter((pattern) => !faults.some((fault) => pattern.test(fault)))
        .map((pattern) => `expected and did not happen: ${pattern.source}`),
    ],
  };
}
