import { toUtf8 } from '@patchbay/crypto';
import { defineVerb } from '../kernel/index.ts';
import { readContent } from '../webhooks/content.ts';
import { readFacts } from '../webhooks/event-facts.ts';
import { verifierKey } from '../webhooks/keys.ts';
import { headerOf, type WebhookRequest } from '../webhooks/request.ts';
import { TryVerifierInput, type TryVerifierView, tryStepNames } from '../webhooks/schemas.ts';
import { refusalReasons, verify } from '../webhooks/verify.ts';

type Step = TryVerifierView['steps'][number];

/**
 * Shows what a verifier makes of a request, step by step. Nothing is stored, and no step tells the secret or a
 * signature made with it.
 */
export const tryVerifier = defineVerb({
  name: 'sources.tryVerifier',
  permission: 'webhooks:edit',
  input: TryVerifierInput,
  async run(ctx, input): Promise<TryVerifierView> {
    const { rules } = input;
    const steps: Step[] = [];
    const add = (step: Step['step'], outcome: Step['outcome'], note: string) =>
      void steps.push({ step, outcome, note });
    const request: WebhookRequest = {
      headers: readHeaders(input.headers),
      body: toUtf8(input.body),
      // The tester has no address, so what is given as a header line `:path` stands for its last part.
      pathSecret: readHeaders(input.headers)[':path'] ?? null,
      at: (input.at ?? ctx.runtime.clock.now()).getTime(),
    };
    const key = await verifierKey(rules.verifier, input.secret);
    if (key) add('key', 'passed', 'The secret has the form that the verifier needs.');
    else add('key', 'failed', refusalReasons[input.secret ? 'unusable_secret' : 'no_secret']);
    const verified = await verify(rules.verifier, key ? [key] : [], request, add);
    if (verified.ok) {
      const content = readContent(request.body, headerOf(request, 'content-type'));
      const facts = readFacts(rules, request, content, verified.timestamp);
      for (const fact of ['deliveryId', 'eventType', 'channel'] as const)
        add(fact, facts[fact] === null ? 'skipped' : 'passed', facts[fact] ?? 'Not found.');
    }
    return {
      accepted: verified.ok,
      reason: verified.ok ? null : refusalReasons[verified.reason],
      steps: inOrder(steps),
    };
  },
});

/** Every step in the order people read them; what was not reached is skipped. */
const inOrder = (steps: Step[]): Step[] =>
  tryStepNames.map(
    (name) =>
      steps.find(({ step }) => step === name) ?? {
        step: name,
        outcome: 'skipped',
        note: 'Not reached or not asked for.',
      },
  );

/** `name: value` lines; a name that comes twice has both values. */
function readHeaders(lines: string): Record<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines.split(/\r?\n/)) {
    const cut = line.indexOf(':', 1);
    if (cut < 1) continue;
    const name = line.slice(0, cut).trim().toLowerCase();
    const value = line.slice(cut + 1).trim();
    const known = headers.get(name);
    headers.set(name, known === undefined ? value : `${known}, ${value}`);
  }
  return Object.fromEntries(headers);
}
