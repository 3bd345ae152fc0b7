import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import type { Classify, TroubleKind } from '../../kit/trouble.ts';

// Shapes from Discord's API documentation (v10); ids are snowflakes in texts.
export const User = z.object({
  id: z.string(),
  username: z.string(),
  global_name: z.string().nullish(),
  bot: z.boolean().nullish(),
});
export const Guild = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.boolean().nullish(),
  approximate_member_count: z.number().nullish(),
});
export const Channel = z.object({
  id: z.string(),
  type: z.number(),
  name: z.string().nullish(),
  parent_id: z.string().nullish(),
});
export const Message = z.object({ id: z.string(), channel_id: z.string() });
export const Member = z.object({
  user: User.optional(),
  nick: z.string().nullish(),
  roles: z.array(z.string()),
  joined_at: z.string().nullish(),
});
const Failure = z.object({ code: z.number(), retry_after: z.number().optional() });

const kinds: Partial<Record<number, TroubleKind>> = {
  40001: 'dead_credential',
  50025: 'dead_credential',
  50026: 'missing_scope',
  50001: 'forbidden',
  50013: 'forbidden',
  10003: 'not_found',
  10004: 'not_found',
  10013: 'not_found',
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

/** Discord's REST API, as a bot or as a person; what a person may see is less. */
export const discordClient = (http: ApiClient, { guildId }: { guildId?: string }) => {
  /** A connection through consent can do without a server. */
  const guild = () => {
    if (guildId) return `/guilds/${guildId}`;
    throw new OutboundError('misconfigured', 'The settings name no server.');
  };
  return {
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
