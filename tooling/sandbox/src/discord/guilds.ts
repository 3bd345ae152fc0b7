import { type Context, Hono } from 'hono';
import { type BoundedMap, boundedMap } from '../bounded-map.ts';
import type { Stage } from '../stage.ts';
import type { DiscordGuild } from './data.ts';
import { discordIds, discordUser, keepMembers, snowflake } from './data.ts';
import { discord } from './oauth.ts';
import { botOnly, type DiscordEnv, discordFailure } from './replies.ts';

type DiscordContext = Context<DiscordEnv>;

/** Guilds, members and messages: a bot's endpoints. */
export function guildRoutes(stage: Stage) {
  const app = new Hono<DiscordEnv>();
  const said: Said = boundedMap(1_000);
  app.use('/guilds/*', botOnly);
  app.use('/channels/*', botOnly);
  app.post('/channels/:id/messages', (context) => postMessage(stage, context, said));
  app.get('/guilds/:guild', (context) =>
    within(context, (guild) => {
      const { members, channels: _, ...view } = guild;
      const counts = context.req.query('with_counts') === 'true';
      const count = { approximate_member_count: members.size, approximate_presence_count: 2 };
      return context.json({ ...view, ...(counts ? count : {}) });
    }),
  );
  app.get('/guilds/:guild/channels', (context) =>
    within(context, ({ channels }) => context.json(channels)),
  );
  app.get('/guilds/:guild/members', (context) =>
    within(context, (guild) => listed(context, guild)),
  );
  app.get('/guilds/:guild/members/:user', (context) =>
    within(context, ({ members }) => {
      const member = members.get(context.req.param('user'));
      return member ? context.json(member) : unknownMember(context);
    }),
  );
  app.put('/guilds/:guild/members/:user', (context) => addMember(stage, context));
  app.delete('/guilds/:guild/members/:user', (context) =>
    within(context, (guild) => {
      const { members, owner_id } = guild;
      const user = context.req.param('user');
      if (!members.has(user)) return unknownMember(context);
      if (user === owner_id) return discordFailure(context, 403, 50013, 'Missing Permissions');
      members.delete(user);
      keepMembers(guild, stage.shelf);
      return context.body(null, 204);
    }),
  );
  app.put('/guilds/:guild/members/:user/roles/:role', (context) =>
    within(context, ({ members, roles }) => {
      const member = members.get(context.req.param('user'));
      const role = roles.find(({ id }) => id === context.req.param('role'));
      if (!member) return unknownMember(context);
      if (!role) return discordFailure(context, 404, 10011, 'Unknown Role');
      if (!member.roles.includes(role.id)) member.roles.push(role.id);
      return context.body(null, 204);
    }),
  );
  return app;
}

/** The bots of the sandbox have the privileged intent that this needs. */
function listed(context: DiscordContext, { members }: DiscordGuild): Response {
  const limit = Number(context.req.query('limit') ?? 1);
  if (!(limit >= 1 && limit <= 1_000))
    return invalidForm(context, 'limit', 'NUMBER_TYPE_MAX', 'int value should be 1 to 1000.');
  const after = BigInt(context.req.query('after') ?? 0);
  const rest = [...members.values()]
    .sort((one, other) => (BigInt(one.user.id) < BigInt(other.user.id) ? -1 : 1))
    .filter(({ user }) => BigInt(user.id) > after);
  return context.json(rest.slice(0, limit));
}

const unknownMember = (context: Context) => discordFailure(context, 404, 10007, 'Unknown Member');

/** A guild of another account exists, but this bot is not in it. */
function within(
  context: DiscordContext,
  answer: (guild: DiscordGuild) => Response | Promise<Response>,
): Response | Promise<Response> {
  const id = context.req.param('guild') ?? '';
  if (!/^\d{17,20}$/.test(id))
    return invalidForm(
      context,
      'guild_id',
      'NUMBER_TYPE_COERCE',
      `Value "${id}" is not snowflake.`,
    );
  const guild = context.var.guilds.find((known) => known.id === id);
  if (guild) return answer(guild);
  const isPlayed = BigInt(id) >= BigInt(snowflake(1, 2)) && BigInt(id) % 1_000_000n === 2_000n;
  return isPlayed
    ? discordFailure(context, 403, 50001, 'Missing Access')
    : discordFailure(context, 404, 10004, 'Unknown Guild');
}

const invalidForm = (context: Context, field: string, code: string, message: string) =>
  discordFailure(context, 400, 50035, 'Invalid Form Body', {
    [field]: { _errors: [{ code, message }] },
  });

/** What bots said under a nonce that they wanted enforced. */
type Said = BoundedMap<Record<string, unknown>>;

async function postMessage(stage: Stage, context: DiscordContext, said: Said): Promise<Response> {
  const id = context.req.param('id');
  const channel = context.var.guilds
    .flatMap(({ channels }) => channels)
    .find((one) => one.id === id);
  if (!channel) return discordFailure(context, 404, 10003, 'Unknown Channel');
  if (channel.name === 'announcements')
    return discordFailure(context, 403, 50013, 'Missing Permissions');
  const body: Record<string, unknown> = await context.req.json().catch(() => ({}));
  const content = body.content ?? '';
  if (typeof content !== 'string' || content.length > 2000)
    return invalidForm(
      context,
      'content',
      'BASE_TYPE_MAX_LENGTH',
      'Must be 2000 or fewer in length.',
    );
  const embeds = Array.isArray(body.embeds) ? body.embeds : [];
  if (content === '' && embeds.length === 0)
    return discordFailure(context, 400, 50006, 'Cannot send an empty message');
  const { nonce } = body;
  const name = body.enforce_nonce === true && nonce ? `${context.var.number}/${id}/${nonce}` : null;
  const earlier = name === null ? undefined : said.get(name);
  if (earlier) return context.json(earlier);
  const serial = stage.serial('discord message') % 900;
  const author = { ...discordUser(0), id: snowflake(context.var.number, 0, 2), bot: true };
  const timestamp = new Date(stage.clock.now()).toISOString();
  const message = { id: snowflake(context.var.number, 9, serial), channel_id: id, content, embeds };
  const whole = { ...message, author, timestamp, type: 0, tts: false, ...(nonce ? { nonce } : {}) };
  return context.json(name === null ? whole : said.set(name, whole));
}

/** Needs the bot, and a token that the user gave with `guilds.join`. */
async function addMember(stage: Stage, context: DiscordContext): Promise<Response> {
  const body: Record<string, unknown> = await context.req.json().catch(() => ({}));
  return within(context, (guild) => {
    const { members } = guild;
    const userId = context.req.param('user') ?? '';
    if (members.has(userId)) return context.body(null, 204);
    const found = stage.grants.ofAccessToken(discord, String(body.access_token ?? ''));
    if (found?.state !== 'active')
      return discordFailure(context, 403, 50025, 'Invalid OAuth2 access token');
    const user = discordUser(Number(found.grant.account.key));
    // The token has to come from the application that the bot belongs to.
    const isOwnApp = found.grant.clientId === discordIds.application(context.var.number);
    if (!found.grant.scopes.includes('guilds.join') || user.id !== userId || !isOwnApp)
      return discordFailure(context, 403, 50025, 'Invalid OAuth2 access token');
    const roles = Array.isArray(body.roles) ? body.roles.map(String) : [];
    const nick = typeof body.nick === 'string' ? body.nick : null;
    const member = { user, nick, roles, joined_at: new Date(stage.clock.now()).toISOString() };
    members.set(userId, member);
    keepMembers(guild, stage.shelf);
    return context.json(member, 201);
  });
}
