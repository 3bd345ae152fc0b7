import { z } from 'zod';
import { Done, done, operation } from '../../kit/operation.ts';
import { Channel, Guild, Member, Message, User } from './answers.ts';
import type { DiscordClient } from './client.ts';

const id = z.string().regex(/^\d{17,20}$/, 'must be a Discord id of 17 to 20 digits');

export const discordOperations = {
  'me.get': operation({
    title: 'Account',
    about: 'The bot, or the person who gave their consent.',
    effect: 'read',
    scopes: ['identify'],
    input: z.object({}),
    output: User,
    run: (client: DiscordClient) => client.me(),
  }),
  'servers.list': operation({
    title: 'Servers',
    about: 'Servers that the account is in.',
    effect: 'read',
    scopes: ['guilds'],
    input: z.object({}),
    output: z.object({ items: z.array(Guild) }),
    run: async (client: DiscordClient) => ({ items: await client.guilds() }),
  }),
  'messages.post': operation({
    title: 'Post a message',
    about: 'Writes into a channel as the bot; mentions notify nobody.',
    effect: 'write',
    input: z.object({
      channel: id,
      content: z.string().min(1).max(2_000),
      embeds: z.array(z.record(z.string(), z.unknown())).max(10).optional(),
      nonce: z
        .string()
        .max(25)
        .optional()
        .describe('A message with the same one within the last minutes is not posted again'),
    }),
    output: Message,
    run: (client: DiscordClient, { channel, ...message }) => client.postMessage(channel, message),
  }),
  'channels.list': operation({
    title: 'Channels',
    about: 'Channels of the server that the bot can see.',
    effect: 'read',
    input: z.object({}),
    output: z.object({ items: z.array(Channel) }),
    run: async (client: DiscordClient) => ({ items: await client.channels() }),
  }),
  'server.get': operation({
    title: 'Server',
    about: 'Name and size of the server.',
    effect: 'read',
    input: z.object({}),
    output: Guild,
    run: (client: DiscordClient) => client.guild(),
  }),
  'members.get': operation({
    title: 'Member',
    about: 'One member of the server.',
    effect: 'read',
    input: z.object({ user: id }),
    output: Member,
    run: (client: DiscordClient, { user }) => client.member(user),
  }),
  'members.remove': operation({
    title: 'Remove a member',
    about: 'Puts somebody out of the server; they can come back with an invitation.',
    effect: 'write',
    input: z.object({ user: id }),
    output: Done,
    run: async (client: DiscordClient, { user }) => {
      await client.removeMember(user);
      return done;
    },
  }),
  'members.add-role': operation({
    title: 'Give a role',
    about: 'Gives a member of the server one more role.',
    effect: 'write',
    input: z.object({ user: id, role: id }),
    output: Done,
    run: async (client: DiscordClient, { user, role }) => {
      await client.addRole(user, role);
      return done;
    },
  }),
};
