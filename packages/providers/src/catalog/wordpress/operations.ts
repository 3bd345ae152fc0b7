import { z } from 'zod';
import { Done, done, operation } from '../../kit/operation.ts';
import { Me, Post, type WordpressClient } from './client.ts';

const id = z.int().positive();
const status = z.enum(['draft', 'publish', 'pending', 'private']);
const post = {
  title: z.string().max(1_000).optional(),
  content: z.string().max(1_000_000).optional(),
  excerpt: z.string().max(10_000).optional(),
  status: status.optional(),
};

export const wordpressOperations = {
  'me.get': operation({
    title: 'Account',
    about: 'Whose application password this is, and its roles.',
    effect: 'read',
    input: z.object({}),
    output: Me,
    run: (client: WordpressClient) => client.me(),
  }),
  'posts.list': operation({
    title: 'Posts',
    about: 'Posts of the site, newest first.',
    effect: 'read',
    input: z.object({
      page: z.int().min(1).optional(),
      per_page: z.int().min(1).max(100).optional(),
      search: z.string().max(200).optional(),
      status: z.union([status, z.literal('any')]).optional(),
    }),
    output: z.object({ items: z.array(Post) }),
    run: async (client: WordpressClient, input) => ({ items: await client.posts(input) }),
  }),
  'posts.create': operation({
    title: 'Write a post',
    about: 'A draft, unless the status says otherwise.',
    effect: 'write',
    input: z.object(post),
    output: Post,
    run: (client: WordpressClient, input) => client.createPost(input),
  }),
  'posts.update': operation({
    title: 'Change a post',
    about: 'Changes only what is given.',
    effect: 'write',
    input: z.object({ id, ...post }),
    output: Post,
    run: (client: WordpressClient, { id: which, ...change }) => client.updatePost(which, change),
  }),
  'posts.delete': operation({
    title: 'Delete a post',
    about: 'Puts a post into the bin, or past it with `force`.',
    effect: 'write',
    input: z.object({ id, force: z.boolean().default(false) }),
    output: Done,
    run: async (client: WordpressClient, input) => {
      await client.deletePost(input.id, input.force);
      return done;
    },
  }),
};
