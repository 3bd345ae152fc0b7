import { chance, daysBefore } from '../chance.ts';
import { firstNames } from '../names.ts';

const titles = [
  'Printers: one weird trick & a hammer',
  'How do you document your client networks?',
  'Backups that were never restored <are not backups>',
  'Weekly thread: what broke on Friday?',
  'Moving 40 mailboxes over a weekend',
  'The switch in the ceiling',
  'Monitoring that wakes nobody up for nothing',
] as const;

export const subreddits = ['acmehelp', 'msp', 'sysadmin'] as const;

export const redditName = (number: number): string =>
  number === 1
    ? 'acme_support'
    : `sandbox_${firstNames[number % firstNames.length]}_${number}`.toLowerCase();

export const redditId = (number: number): string => (36 ** 4 + number).toString(36);

export type RedditPost = ReturnType<typeof post>;

const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);

function post(sr: string, place: number, draw: ReturnType<typeof chance>) {
  const id = (36 ** 5 + place * 31 + sr.length * 7919).toString(36);
  const title = titles[place % titles.length] ?? '';
  return {
    id,
    name: `t3_${id}`,
    subreddit: sr,
    title,
    selftext: `${title}. Tell us how you do it.`,
    author: redditName(2 + draw.below(40)),
    score: draw.below(400),
    num_comments: draw.below(60),
    created_utc: seconds(daysBefore(place, draw.below(600))),
    permalink: `/r/${sr}/comments/${id}/`,
    url: `https://www.reddit.com/r/${sr}/comments/${id}/`,
    is_self: true,
  };
}

/** Sixty posts of a subreddit, newest first. */
export function redditPosts(sr: string): RedditPost[] {
  const draw = chance(sr.length * 131 + sr.charCodeAt(0));
  return Array.from({ length: 60 }, (_, place) => post(sr, place, draw));
}

export const redditMe = (number: number) => ({
  id: redditId(number),
  name: redditName(number),
  created_utc: seconds(daysBefore(400 + (number % 900))),
  link_karma: (number * 37) % 5_000,
  comment_karma: (number * 91) % 9_000,
  is_suspended: false,
  has_verified_email: true,
});

export const redditInbox = (number: number) =>
  Array.from({ length: 3 }, (_, place) => ({
    id: `m${number}${place}`,
    name: `t4_m${number}${place}`,
    author: redditName(number + place + 1),
    subject: 'About your post',
    body: 'Could you say which firmware that was?',
    created_utc: seconds(daysBefore(place)),
    new: place === 0,
  }));
