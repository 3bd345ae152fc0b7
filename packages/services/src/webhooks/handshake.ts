import type { Handshake, Webhooks } from '@patchbay/providers';
import { valueAt } from './content.ts';

export type HookAnswer = {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string;
};

const json = (value: unknown): HookAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** The answer to a verified request that only checks the address and is no event; null for an event. */
export function handshakeAnswer(
  handshake: Handshake | undefined,
  content: unknown,
): HookAnswer | null {
  const type = valueAt(content, '/type');
  if (handshake === 'url_verification' && type === 'url_verification') {
    const body = valueAt(content, '/challenge') ?? '';
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
  }
  if (handshake === 'interactions') {
    const isEvent = valueAt(content, '/version') !== undefined;
    if (isEvent && type === '0') return { status: 204 };
    if (!isEvent && type === '1') return json({ type: 1 });
  }
  return null;
}

/**
 * What Discord wants to hear to an interaction within three seconds: that an answer follows (5), that a component stays
 * as it is (6), or that there is nothing to complete (8). Whoever handles the event answers with its token.
 */
const interactionAnswers: Readonly<Record<string, unknown>> = {
  2: { type: 5 },
  3: { type: 6 },
  4: { type: 8, data: { choices: [] } },
  5: { type: 5 },
};

/** What a stored event, or a copy of one, is answered with. */
export function acceptedAnswer({ handshake, answer }: Webhooks, content: unknown): HookAnswer {
  if (handshake === 'interactions' && valueAt(content, '/version') === undefined) {
    const interaction = interactionAnswers[valueAt(content, '/type') ?? ''];
    if (interaction) return json(interaction);
  }
  return { status: answer };
}
