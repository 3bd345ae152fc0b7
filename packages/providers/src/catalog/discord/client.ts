import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import type { Links } from '../../kit/links.ts';
import type { Classify, TroubleKind } from '../../kit/trouble.ts';
import { Channel, Guild, Member, Message, User } from './answers.ts';
import { discordMembers } from './members.ts';

const Failure = z.object({ code: z.number(), retry_after: z.number().optional() });

const kinds: Partial<Record<number, TroubleKind>> = {
  40001: 'dead_credential',
  50025: 'dead_credential',
  50026: 'missing_scope',
  50001: 'forbidden',
  50013: 'forbidden',
  10003: 'not_found',
  10004: 'not_found',
  10007: 'not_found',
  10013: 'not_found',
  30001: 'invalid_request',
  40007: 'forbidden',
  50035: 'invalid_request',
};

export const discordTrouble: Classify = ({ status, content }) => {
  const failed = status >= 400 && status !== 401 ? Failure.safeParse(content) : null;
  if (!failed?.success) return null;
  const { code, retry_after: retryAfterSeconds } = failed.data;
  if (status === 429) return { what: 'rate_limited', code: `${code}`, retryAfterSeconds };
  const what = kinds[code];
  return what ? { what, code: `${code}` } : null;
};

export type NewMessage = { content: string; embeds?: Record<string, unknown>[]; nonce?: string };

export const discordApi = 'https://discord.com/api/v10';
// Discord demands this form: DiscordBot (<address>, <version>).
export const discordHeaders = { 'user-agent': 'DiscordBot (https://patchbay.example, 0.1)' };

type Settings = { guildId?: string; botToken?: string };

/** Discord's REST API, as a bot or as a person; what a person may see is less. */
export const discordClient = (http: ApiClient, settings: Settings, links: Links) => {
  const { guildId, botToken } = settings;
  /** A connection through consent can do without a server. */
  const guild = () => {
    if (guildId) return `/guilds/${guildId}`;
    throw new OutboundError('misconfigured', 'The settings name no server.');
  };
  /** Members are the bot's business, also where the integration is connected as a person. */
  const asBot = links.api({
    baseUrl: discordApi,
    headers: { ...discordHeaders, ...(botToken && { authorization: `Bot ${botToken}` }) },
    trouble: discordTrouble,
  });
  return {
    members: discordMembers(asBot, guild),
    me: () => http.json('/users/@me', User),
    guilds: () => http.json('/users/@me/guilds', z.array(Guild)),
    guild: async () => http.json(guild(), Guild, { query: { with_counts: true } }),
    channels: async () => http.json(`${guild()}/channels`, z.array(Channel)),
    member: async (user: string) => http.json(`${guild()}/members/${user}`, Member),
    removeMember: async (user: string) =>
      void (await http.send(`${guild()}/members/${user}`, { method: 'DELETE' })),
    addRole: async (user: string, role: string) =>
      void (await http.send(`${guild()}/members/${user}/roles/${role}`, { method: 'PUT' })),
    postMessage: (channel: string, { content, embeds, nonce }: NewMessage) =>
      http.json(`/channels/${channel}/messages`, Message, {
        method: 'POST',
        // Nobody is notified by what a program writes, unless it is told to.
        json: {
          content,
          embeds,
          allowed_mentions: { parse: [] },
          ...(nonce && { nonce, enforce_nonce: true }),
        },
      }),
  };
};
export type DiscordClient = ReturnType<typeof discordClient>;
