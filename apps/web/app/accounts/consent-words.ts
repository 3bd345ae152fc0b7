import type { Tone } from '@patchbay/ui';

/** What the way back from a provider's page says of one's own account. */
type Words = { tone: Tone; title: string; text: string };

const unchanged = 'Nothing was changed.';
const bad = (title: string, text: string): Words => ({ tone: 'bad', title, text });

const words: Record<string, (name: string) => Words> = {
  denied: (name) => ({
    tone: 'warn',
    title: `You did not agree at ${name}`,
    text: `${unchanged} Without your consent nobody can add you there.`,
  }),
  expired: (name) =>
    bad('That took longer than ten minutes', `The answer from ${name} came too late. ${unchanged}`),
  taken: (name) =>
    bad(
      'Somebody else here has this account',
      `Sign in to ${name} with your own account, or ask an admin whose it is.`,
    ),
  forbidden: () =>
    bad('You may not have an account here', `Your role changed on the way. ${unchanged}`),
  conflict: (name) =>
    bad(
      `${name} did not take you in`,
      'You may have been banned there, be in too many servers, or have left out what was asked for. Try again, or ask an admin.',
    ),
  rate_limited: (name) =>
    bad(`${name} asks to slow down`, `${unchanged} Try again in a few minutes.`),
  unreachable: (name) => bad(`${name} did not answer`, `${unchanged} Try again in a minute.`),
};

/** Words for the outcome in an address. They are ours alone: nothing in the address is repeated. */
export function consentWords(outcome: string, name: string): Words {
  const spoken = Object.hasOwn(words, outcome) ? words[outcome] : undefined;
  return (
    spoken?.(name) ??
    bad(`${name} refused the request`, `${unchanged} An admin should look at its settings.`)
  );
}
