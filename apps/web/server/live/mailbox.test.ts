import { expect, it } from 'vitest';
import { createMailbox } from './mailbox.ts';

const message = (number: number) => ({ id: `p-${number}`, update: { type: 'ready' as const } });

it('hands messages on in order', async () => {
  const stop = new AbortController();
  const mailbox = createMailbox(10, stop.signal);
  const messages = mailbox.messages();
  const early = messages.next();
  mailbox.put(message(1));
  mailbox.put(message(2));
  expect([await early, await messages.next()].map(({ value }) => value.id)).toEqual(['p-1', 'p-2']);
});

it('turns what a slow reader missed into one resync', async () => {
  const stop = new AbortController();
  const mailbox = createMailbox(3, stop.signal);
  for (let number = 1; number <= 8; number += 1) mailbox.put(message(number));
  const seen: unknown[] = [];
  for await (const next of mailbox.messages()) {
    seen.push(next);
    if (next.id === 'p-8') stop.abort();
  }
  expect(seen.length).toBeLessThanOrEqual(3);
  expect(seen).toContainEqual({ id: expect.any(String), update: { type: 'resync' } });
});

it('ends with the signal while nothing waits', async () => {
  const stop = new AbortController();
  const next = createMailbox(3, stop.signal).messages().next();
  stop.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});

it('hands on what waits before it fails', async () => {
  const mailbox = createMailbox(3, new AbortController().signal);
  mailbox.put(message(1));
  mailbox.fail(new Error('over'));
  const messages = mailbox.messages();
  expect((await messages.next()).value).toEqual(message(1));
  await expect(messages.next()).rejects.toThrow('over');
});
