import { z } from 'zod';
import { cursor, operation, pageOf } from '../../kit/operation.ts';
import { Channel, Posted, type SlackClient, Team, User } from './client.ts';

const channel = z.string().regex(/^[CGD][A-Z0-9]{2,}$/, 'must be the id of a channel');
const paging = {
  limit: z.int().min(1).max(200).optional(),
  cursor,
};

export const slackOperations = {
  'messages.post': operation({
    title: 'Post a message',
    about: 'Writes into a channel that the bot is a member of.',
    effect: 'write',
    scopes: ['chat:write'],
    input: z.object({
      channel,
      text: z.string().min(1).max(40_000),
      blocks: z.array(z.record(z.string(), z.unknown())).max(50).optional(),
      thread_ts: z
        .string()
        .regex(/^\d+\.\d+$/, 'must be the time stamp of a message')
        .optional(),
    }),
    output: Posted,
    run: (client: SlackClient, input) => client.postMessage(input),
  }),
  'channels.list': operation({
    title: 'Channels',
    about: 'Channels that the bot can see.',
    effect: 'read',
    scopes: ['channels:read'],
    input: z.object({
      types: z
        .string()
        .regex(
          /^(public_channel|private_channel|mpim|im)(,(public_channel|private_channel|mpim|im))*$/,
        )
        .optional(),
      exclude_archived: z.boolean().optional(),
      ...paging,
    }),
    output: pageOf(Channel),
    run: (client: SlackClient, input) => client.channels(input),
  }),
  'channels.join': operation({
    title: 'Join a channel',
    about: 'Makes the bot a member of a public channel.',
    effect: 'write',
    scopes: ['channels:join'],
    input: z.object({ channel }),
    output: Channel,
    run: (client: SlackClient, input) => client.join(input.channel),
  }),
  'team.get': operation({
    title: 'Workspace',
    about: 'Name and address of the workspace.',
    effect: 'read',
    scopes: ['team:read'],
    input: z.object({}),
    output: Team,
    run: (client: SlackClient) => client.team(),
  }),
  'users.list': operation({
    title: 'People',
    about: 'Members and bots of the workspace.',
    effect: 'read',
    scopes: ['users:read'],
    input: z.object(paging),
    output: pageOf(User),
    run: (client: SlackClient, page) => client.users(page),
  }),
  'users.find': operation({
    title: 'Find a person',
    about: 'The member with this e-mail address.',
    effect: 'read',
    scopes: ['users:read', 'users:read.email'],
    input: z.object({ email: z.email() }),
    output: User,
    run: (client: SlackClient, { email }) => client.userByEmail(email),
  }),
};
