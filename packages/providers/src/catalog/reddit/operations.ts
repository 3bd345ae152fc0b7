import { z } from 'zod';
import { cursor, operation, pageOf } from '../../kit/operation.ts';
import { Me, Message, Post, type RedditClient, Submitted, Subreddit } from './client.ts';

const subreddit = z
  .string()
  .regex(/^[A-Za-z0-9_]{2,21}$/, 'must be the name of a subreddit, without r/')
  .describe('Name of the subreddit, without r/');
const paging = {
  limit: z.int().min(1).max(100).optional(),
  cursor,
};

export const redditOperations = {
  'me.get': operation({
    title: 'Account',
    about: 'Whose account this is, and its karma.',
    effect: 'read',
    scopes: ['identity'],
    input: z.object({}),
    output: Me,
    run: (client: RedditClient) => client.me(),
  }),
  'posts.list': operation({
    title: 'New posts',
    about: 'The newest posts of a subreddit.',
    effect: 'read',
    scopes: ['read'],
    input: z.object({ subreddit, ...paging }),
    output: pageOf(Post),
    run: (client: RedditClient, { subreddit: name, ...page }) => client.newPosts(name, page),
  }),
  'posts.create': operation({
    title: 'Submit a post',
    about: 'Posts a text, or a link if an address is given.',
    effect: 'write',
    scopes: ['submit'],
    input: z.object({
      subreddit,
      title: z.string().min(1).max(300),
      text: z.string().max(40_000).optional(),
      url: z.url({ protocol: /^https?$/ }).optional(),
      sendReplies: z.boolean().optional(),
    }),
    output: Submitted,
    run: (client: RedditClient, input) => client.submit(input),
  }),
  'comments.create': operation({
    title: 'Comment',
    about: 'Answers a post (t3_…) or a comment (t1_…).',
    effect: 'write',
    scopes: ['submit'],
    input: z.object({
      parent: z.string().regex(/^t[13]_[a-z0-9]+$/, 'must be a full name such as t3_abc'),
      text: z.string().min(1).max(10_000),
    }),
    output: z.object({ id: z.string(), name: z.string() }),
    run: (client: RedditClient, { parent, text }) => client.comment(parent, text),
  }),
  'subreddits.get': operation({
    title: 'Subreddit',
    about: 'Title, description and size of a subreddit.',
    effect: 'read',
    scopes: ['read'],
    input: z.object({ subreddit }),
    output: Subreddit,
    run: (client: RedditClient, input) => client.about(input.subreddit),
  }),
  'messages.list': operation({
    title: 'Inbox',
    about: 'Messages and answers to the account.',
    effect: 'read',
    scopes: ['privatemessages'],
    input: z.object(paging),
    output: pageOf(Message),
    run: (client: RedditClient, page) => client.inbox(page),
  }),
};
