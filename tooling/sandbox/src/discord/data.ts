import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { companyName, firstNames } from '../names.ts';
import type { Shelf } from '../shelf.ts';

/** Snowflake-shaped: 18 digits. */
export const snowflake = (number: number, kind: number, index = 0): string =>
  String(500_000_000_000_000_000n + BigInt(number) * 1_000_000n + BigInt(kind * 1_000 + index));

export const discordIds = {
  user: (number: number) => snowflake(number, 1),
  application: (number: number) => snowflake(number, 0, 2),
  guild: (number: number, index = 0) => snowflake(number, 2, index),
  role: (number: number, index = 0) => snowflake(number, 4, index),
};

export const discordUser = (number: number) => ({
  id: discordIds.user(number),
  username: `${firstNames[number % firstNames.length] ?? 'amara'}.${number}`.toLowerCase(),
  global_name: `${firstNames[number % firstNames.length]} of the sandbox`,
  discriminator: '0',
  avatar: null,
  bot: false,
});

export const discordBot = (number: number) => ({
  id: discordIds.application(number),
  username: 'patchbay-demo',
  global_name: null,
  discriminator: '0001',
  avatar: null,
  bot: true,
  verified: true,
  mfa_enabled: true,
});

const channelNames = ['general', 'helpdesk', 'alerts', 'announcements'] as const;

type Member = {
  user: ReturnType<typeof discordUser>;
  nick: string | null;
  roles: string[];
  joined_at: string;
};

/** `announcements` is read-only for the bot. */
export function discordGuild(number: number, index = 0) {
  const id = discordIds.guild(number, index);
  const members = new Map(
    Array.from({ length: 5 }, (_, place): [string, Member] => {
      const user = discordUser(number * 10 + place);
      return [user.id, { user, nick: null, roles: [], joined_at: '2026-01-05T10:00:00.000Z' }];
    }),
  );
  return {
    id,
    name: companyName(number + index * 5),
    icon: null,
    owner_id: discordIds.user(number * 10),
    channels: channelNames.map((name, place) => ({
      id: snowflake(number, 3, index * 100 + place),
      type: name === 'announcements' ? 5 : 0,
      guild_id: id,
      name: name as string,
      position: place,
      topic: null,
    })),
    roles: [
      { id, name: '@everyone', permissions: '1071698660929', position: 0 },
      { id: discordIds.role(number, index), name: 'Member', permissions: '0', position: 1 },
    ],
    members,
  };
}
export type DiscordGuild = ReturnType<typeof discordGuild>;

const shelfName = ({ id }: DiscordGuild) => `discord-members-${id}`;

/** The same guild with the members that it had when the sandbox ended. */
export function keptGuild(guild: DiscordGuild, shelf: Shelf): DiscordGuild {
  const kept = shelf.take(shelfName(guild));
  if (Array.isArray(kept)) guild.members = new Map(kept as [string, Member][]);
  return guild;
}

export const keepMembers = (guild: DiscordGuild, shelf: Shelf): void =>
  shelf.put(shelfName(guild), [...guild.members]);

/** The Ed25519 key that signs this application's interactions; the same at every start. */
export function discordSigningKey(number: number) {
  const seed = createHash('sha256').update(`discord application ${number}`).digest();
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
}

export const discordVerifyKey = (number: number): string =>
  createPublicKey(discordSigningKey(number))
    .export({ format: 'der', type: 'spki' })
    .subarray(-32)
    .toString('hex');
