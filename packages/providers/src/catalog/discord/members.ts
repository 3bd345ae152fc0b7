import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import { User } from './answers.ts';

const GuildMember = z.object({
  user: User,
  nick: z.string().nullish(),
  joined_at: z.string().nullish(),
  communication_disabled_until: z.string().nullish(),
});
export type GuildMember = z.output<typeof GuildMember>;

/** As many as Discord sends at once. */
const pageSize = 1_000;

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof OutboundError && error.trouble?.code === code;
const unknownMember = '10007';
const missingAccess = '50001';

/** The people of one server, as its bot sees them. */
export const discordMembers = (http: ApiClient, guild: () => string) => ({
  /** Takes in a person by their own token, which must come from the bot's application; also who is there already. */
  join: async (user: string, accessToken: string): Promise<void> =>
    void (await http.send(`${guild()}/members/${user}`, {
      method: 'PUT',
      json: { access_token: accessToken },
    })),

  async find(user: string): Promise<GuildMember | null> {
    try {
      return await http.json(`${guild()}/members/${user}`, GuildMember);
    } catch (error) {
      if (hasCode(error, unknownMember)) return null;
      throw error;
    }
  },

  /** By id, those after one. Discord lets a bot list members only with the "Server Members" intent. */
  async list(after: string | null): Promise<{ members: GuildMember[]; next: string | null }> {
    const query = { limit: pageSize, ...(after !== null && { after }) };
    try {
      const members = await http.json(`${guild()}/members`, z.array(GuildMember), { query });
      const last = members.length === pageSize ? members.at(-1) : undefined;
      return { members, next: last?.user.id ?? null };
    } catch (error) {
      if (!hasCode(error, missingAccess)) throw error;
      throw new OutboundError(
        'misconfigured',
        'Discord does not let the bot list members: switch on "Server Members Intent" under Bot in the developer portal.',
      );
    }
  },

  /** Also who is not there. */
  async kick(user: string): Promise<void> {
    try {
      await http.send(`${guild()}/members/${user}`, { method: 'DELETE' });
    } catch (error) {
      if (!hasCode(error, unknownMember)) throw error;
    }
  },
});
