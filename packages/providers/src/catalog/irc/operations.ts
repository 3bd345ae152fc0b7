import { z } from 'zod';
import { operation } from '../../kit/operation.ts';
import type { IrcClient } from './client.ts';

const text = z.string().nullable();
const User = z.object({
  nick: z.string(),
  id: z.string(),
  host: text,
  ip: text,
  realName: text,
  server: text,
  account: text,
  modes: text,
  channels: z.array(z.string()).nullable(),
  connectedSince: text,
  idleSince: text,
});
const Channel = z.object({
  name: z.string(),
  users: z.number().nullable(),
  topic: text,
  modes: text,
  createdAt: text,
});
const nick = z.string().min(1).max(50).describe('A nick on IRC');

export const ircOperations = {
  'nick.get': operation({
    title: 'Presence of a nick',
    about: 'Whether somebody is on IRC with this nick, and which account they are signed in to.',
    effect: 'read',
    input: z.object({ nick }),
    output: z.object({ online: z.boolean(), account: text }),
    run: (client: IrcClient, input) => client.atheme.presence(input.nick),
  }),
  'user.list': operation({
    title: 'People online',
    about: 'Everybody who is on IRC, with the account they are signed in to. Needs UnrealIRCd.',
    effect: 'read',
    input: z.object({}),
    output: z.object({ items: z.array(User) }),
    run: async (client: IrcClient) => ({ items: await client.unreal.userList() }),
  }),
  'user.get': operation({
    title: 'Person online',
    about: 'One person on IRC, with their channels. Needs UnrealIRCd.',
    effect: 'read',
    input: z.object({ nick }),
    output: User,
    run: (client: IrcClient, input) => client.unreal.userGet(input.nick),
  }),
  'channel.list': operation({
    title: 'Channels',
    about: 'All channels with topic and number of people. Needs UnrealIRCd.',
    effect: 'read',
    input: z.object({}),
    output: z.object({ items: z.array(Channel) }),
    run: async (client: IrcClient) => ({ items: await client.unreal.channelList() }),
  }),
  'channel.get': operation({
    title: 'Channel',
    about: 'One channel and who is in it. Needs UnrealIRCd.',
    effect: 'read',
    input: z.object({ channel: z.string().min(1).max(200).describe('Its name, with the #') }),
    output: Channel.extend({ members: z.array(z.object({ nick: z.string(), level: z.string() })) }),
    run: (client: IrcClient, input) => client.unreal.channelGet(input.channel),
  }),
};
