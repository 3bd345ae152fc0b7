import { z } from 'zod';
import { Done, done, operation } from '../../kit/operation.ts';
import { type LinkedinClient, UserInfo } from './client.ts';

export const linkedinOperations = {
  'me.get': operation({
    title: 'Member',
    about: 'Who is connected, as the sign-in product tells it.',
    effect: 'read',
    scopes: ['openid', 'profile'],
    input: z.object({}),
    output: UserInfo,
    run: (client: LinkedinClient) => client.me(),
  }),
  'posts.create': operation({
    title: 'Publish a post',
    about: 'A text post in the name of the member, or of another author the app may write for.',
    effect: 'write',
    scopes: ['w_member_social'],
    input: z.object({
      text: z.string().min(1).max(3_000),
      author: z
        .string()
        .regex(
          /^urn:li:(person|organization):[\w-]+$/,
          'must be the URN of a person or organization',
        )
        .optional(),
      visibility: z.enum(['PUBLIC', 'CONNECTIONS']).optional(),
    }),
    output: z.object({ id: z.string() }),
    run: async (client: LinkedinClient, input) => ({ id: await client.createPost(input) }),
  }),
  'posts.delete': operation({
    title: 'Delete a post',
    about: 'Takes a post back.',
    effect: 'write',
    scopes: ['w_member_social'],
    input: z.object({
      id: z.string().regex(/^urn:li:(share|ugcPost):\d+$/, 'must be the URN of a post'),
    }),
    output: Done,
    run: async (client: LinkedinClient, { id }) => {
      await client.deletePost(id);
      return done;
    },
  }),
};
