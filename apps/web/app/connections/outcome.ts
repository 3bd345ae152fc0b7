import type { Tone } from '@patchbay/ui';

/** What the way back from a consent page says, and what to do next. */
export type OutcomeWords = { tone: Tone; title: string; text: string };

type Spoken = (name: string) => OutcomeWords;

const bad = (title: string, text: string): OutcomeWords => ({ tone: 'bad', title, text });
const unchanged = 'Nothing was changed.';

const words: Record<string, Spoken> = {
  denied: (name) => ({
    tone: 'warn',
    title: `Consent was not given in ${name}`,
    text: `${unchanged} Connect again and allow it there, or ask somebody who may.`,
  }),
  expired: (name) =>
    bad(
      'That took longer than ten minutes',
      `The answer from ${name} came too late, so it was not used. ${unchanged} Connect again.`,
    ),
  replayed: (name) =>
    bad(
      'This answer was used already',
      `Each answer from ${name} counts once. If you are not connected, connect again.`,
    ),
  mismatch: (name) =>
    bad(
      'This answer belongs elsewhere',
      `It was started in another browser, by somebody else, or did not come from ${name}. ${unchanged} Connect again from here.`,
    ),
  other_account: () =>
    bad(
      'The other account no longer waits',
      `It was answered already or waited too long. ${unchanged} Connect again if you still want to switch.`,
    ),
  invalid_grant: (name) =>
    bad(
      `${name} did not accept its own code`,
      `It had run out or was used already. ${unchanged} Connect again.`,
    ),
  invalid_client: (name) =>
    bad(
      `${name} refuses the app`,
      'Its client id or secret is wrong. Correct it in the configuration, then connect again.',
    ),
  misconfigured: (name) =>
    bad(
      `${name} refuses the request`,
      'The app is registered differently there: compare its redirect address and permissions, then connect again.',
    ),
  unreachable: (name) =>
    bad(
      `${name} did not answer`,
      `The token could not be fetched. ${unchanged} Try again in a minute.`,
    ),
  rate_limited: (name) =>
    bad(`${name} asks to slow down`, `${unchanged} Wait a few minutes, then connect again.`),
  invalid_response: (name) =>
    bad(
      `The answer from ${name} cannot be read`,
      `${unchanged} Connect again; if it stays, report it with the request id.`,
    ),
  forbidden: () =>
    bad(
      'You may no longer connect integrations here',
      `Your role in this organization changed on the way. ${unchanged}`,
    ),
  conflict: () =>
    bad(
      'The integration was changed meanwhile',
      `${unchanged} Look at it as it is now, then connect again if you still want to.`,
    ),
  account: (name) =>
    bad(
      `${name} did not say which account this is`,
      `Without that nothing is connected. ${unchanged} Connect again; if it stays, test the connection later.`,
    ),
};

/** Words for the outcome in an address. They are ours alone: nothing in the address is repeated. */
export function outcomeWords(kind: string, name: string): OutcomeWords {
  const spoken = Object.hasOwn(words, kind) ? words[kind] : undefined;
  return (
    spoken?.(name) ??
    bad(`${name} was not connected`, `${unchanged} Connect again; if it stays, report it.`)
  );
}
