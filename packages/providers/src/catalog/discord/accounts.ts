import { PatchbayError } from '@patchbay/core';
import { z } from 'zod';
import { OutboundError } from '../../http/errors.ts';
import { type AccountStep, accounts, type RemoteAccount } from '../../kit/accounts.ts';
import type { DiscordClient } from './client.ts';
import type { GuildMember } from './members.ts';

type Settings = {
  applicationId?: string;
  clientSecret?: string;
  botToken?: string;
  guildId?: string;
};
type Step = AccountStep<Settings, DiscordClient>;

const snowflake = /^\d{17,20}$/;

const toRemote = (member: GuildMember): RemoteAccount => ({
  identifier: member.user.id,
  state: 'active',
  details: {
    name: member.nick ?? member.user.global_name ?? member.user.username,
    userName: member.user.username,
    joined: member.joined_at?.slice(0, 10) ?? null,
    ...(member.communication_disabled_until && {
      timedOutUntil: member.communication_disabled_until,
    }),
  },
  mark: null,
});

async function find({ client }: Step, identifier: string): Promise<RemoteAccount | null> {
  if (!snowflake.test(identifier)) return null;
  const member = await client.members.find(identifier);
  return member && toRemote(member);
}

const consentAgain = (said = '') =>
  new PatchbayError('conflict', `${said} Consent at Discord once more.`.trim());

/**
 * Joining needs the person's own token, which is at hand only now: what Discord refuses cannot be tried again later.
 * An answer that got lost can: then the next try finds the member.
 */
async function join({ client }: Step, identifier: string, token: string): Promise<void> {
  try {
    await client.members.join(identifier, token);
  } catch (error) {
    const passes =
      !(error instanceof OutboundError) ||
      ['unreachable', 'rate_limited', 'misconfigured'].includes(error.kind);
    throw passes ? error : consentAgain(error.message);
  }
}

export const discordAccounts = accounts({
  noun: 'Server membership',
  system: ({ guildId }: Settings) => `discord:${guildId}`,
  identifier: {
    label: 'Discord id',
    help: 'Discord says it when you consent.',
    choice: 'consent',
    schema: z.string().regex(snowflake, 'must be a Discord id of 17 to 20 digits'),
  },
  consent: {
    about:
      'You sign in at Discord and let Patchbay see who you are and add you to the server. It does so once; what you agreed to is not kept.',
    scopes: ['identify', 'guilds.join'],
    // Discord takes a person's token only from the very application of the bot.
    requires: ['applicationId', 'clientSecret', 'botToken', 'guildId'],
    identify: async ({ client }: Step) => (await client.me()).id,
  },
  input: z.object({}),
  async create(step, { identifier, token }) {
    if (token) await join(step, identifier, token);
    const found = await find(step, identifier);
    if (found) return found;
    throw consentAgain('Discord has not taken you in.');
  },
  find,
  async list({ client }, cursor) {
    const { members, next } = await client.members.list(cursor);
    const people = members.filter(({ user }) => !user.bot);
    return { items: people.map(toRemote), cursor: next };
  },
  remove: {
    leaves: 'deleted',
    about:
      'Kicks the person out of the server. Their Discord account and what they wrote stay; with an invitation they can come back.',
    run: ({ client }, { identifier }) => client.members.kick(identifier),
  },
  connect: ({ guildId }) =>
    guildId ? [{ label: 'Server', value: `https://discord.com/channels/${guildId}` }] : [],
});
