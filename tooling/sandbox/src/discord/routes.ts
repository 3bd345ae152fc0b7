import { type Context, Hono, type Next } from 'hono';
import { remember } from '../bounded-map.ts';
import type { FaultShape } from '../faults.ts';
import { authorizeRoutes } from '../oauth/authorize.ts';
import { admitCaller, bearerOf, type Caller, findCaller, hasScope } from '../oauth/caller.ts';
import { tokenEndpoint } from '../oauth/token.ts';
import { readTokenRequest } from '../oauth/token-request.ts';
import type { Stage } from '../stage.ts';
import { discordBot, discordGuild, discordUser, discordVerifyKey, keptGuild } from './data.ts';
import { guildRoutes } from './guilds.ts';
import { discord } from './oauth.ts';
import { botOnly, type DiscordEnv, discordFailure } from './replies.ts';

/** The bot of account `n`: `c2FuZGJveC1kaXNjb3JkLTE.sandbx.sandbox-bot-token-00000000<n>`. */
export const discordBotToken = (number: number): string =>
  `c2FuZGJveC1kaXNjb3JkLTE.sandbx.sandbox-bot-token-${String(number).padStart(10, '0')}`;

const fixedToken = (token: string) => {
  const rule =
    /^c2FuZGJveC1kaXNjb3JkLTE\.sandbx\.sandbox-bot-token-(\d{10})(?:-fault-[a-z0-9_]+)?$/;
  const number = rule.exec(token)?.[1];
  return number === undefined ? null : discord.findAccount(String(Number(number)));
};

const tooMany = (context: Context, seconds: number, scope: 'user' | 'global' | 'shared') => {
  context.header('retry-after', String(Math.ceil(seconds)));
  context.header('x-ratelimit-scope', scope);
  if (scope === 'global') context.header('x-ratelimit-global', 'true');
  const retry_after = Math.round(seconds * 1000) / 1000;
  const message = 'You are being rate limited.';
  return context.json({ message, retry_after, global: scope === 'global' }, 429);
};

const shape: FaultShape = (context, fault, retryAfter) => {
  if (fault === '401') return discordFailure(context, 401, 0, '401: Unauthorized');
  if (fault === '403') return discordFailure(context, 403, 50013, 'Missing Permissions');
  if (fault === '429') return tooMany(context, retryAfter, 'user');
  if (fault === '500') return discordFailure(context, 500, 0, '500: Internal Server Error');
  return discordFailure(context, 403, 50001, 'Missing Access');
};

/** `https://discord.com`. */
export function discordRoutes(stage: Stage) {
  const app = new Hono();
  app.route('/oauth2/authorize', authorizeRoutes(stage, discord));
  app.post('/api/oauth2/token', tokenEndpoint(stage, discord));
  app.post('/api/oauth2/token/revoke', (context) => revoke(stage, context));
  app.route('/api/v10', api(stage));
  return app;
}

/** Revoking any token of an authorization revokes the whole authorization. */
async function revoke(stage: Stage, context: Context): Promise<Response> {
  const asked = await readTokenRequest(context, discord);
  const app = stage.apps.find('discord', asked.clientId);
  if (!asked.isFramed) return discord.refuse(context, 'wrong_body', asked);
  if (!app || app.clientSecret !== asked.clientSecret)
    return discord.refuse(context, 'unknown_client', asked);
  const token = asked.parameters.token ?? '';
  const grant =
    stage.grants.ofRefreshToken(discord, token) ??
    stage.grants.ofAccessToken(discord, token)?.grant;
  if (grant?.clientId === app.clientId) stage.grants.revoke(grant);
  return context.json({});
}

function api(stage: Stage) {
  const guilds = remember((key) =>
    [discordGuild(Number(key)), discordGuild(Number(key), 1)].map((guild) =>
      keptGuild(guild, stage.shelf),
    ),
  );
  const app = new Hono<DiscordEnv>();
  app.use(async (context, next) => {
    // The edge refuses an agent that is not of the form `DiscordBot (<url>, <version>)`.
    if (!/^DiscordBot \(\S+, \S+\)/.test(context.req.header('user-agent') ?? ''))
      return context.text('error code: 1010', 403);
    const bot = bearerOf(context, 'Bot');
    const caller = bot ? findFixed(stage, bot) : findCaller(stage, discord, bearerOf(context));
    const fault = await admitCaller(stage, discord, context, caller, shape);
    if (fault) return fault;
    if (typeof caller === 'string') return discordFailure(context, 401, 0, '401: Unauthorized');
    const limited = takeLimits(stage, context, caller);
    if (limited) return limited;
    context.set('caller', caller);
    context.set('number', Number(caller.account.key));
    context.set('isBot', bot !== undefined);
    context.set('guilds', guilds(caller.account.key));
    await next();
    return undefined;
  });
  app.get('/users/@me', (context) => me(context));
  app.get('/users/@me/guilds', needs('guilds'), (context) =>
    context.json(
      context.var.guilds.map(({ id, name, icon }) => ({
        id,
        name,
        icon,
        owner: false,
        permissions: '0',
      })),
    ),
  );
  app.get('/oauth2/@me', (context) => authorization(context));
  app.get('/applications/@me', botOnly, (context) => context.json(application(context.var.number)));
  app.route('/', guildRoutes(stage));
  app.notFound((context) => discordFailure(context, 404, 0, '404: Not Found'));
  return app;
}

const findFixed = (stage: Stage, token: string) => {
  const found = findCaller(stage, discord, token, fixedToken);
  return typeof found === 'string' || found.grant === null ? found : 'unknown';
};

/** One bucket for each token and route, and 50 requests a second over all of a token's routes. */
function takeLimits(stage: Stage, context: Context, caller: Caller): Response | null {
  const route = `${context.req.method} ${context.req.path.replace(/^.*\/api\/v10/, '')}`;
  const major = route.replace(/(\/(?:users|members|roles|messages)\/)\d+/g, '$1:id');
  const over = stage.limits.take(`discord ${caller.label}`, 50, 1);
  const own = stage.limits.take(`discord ${caller.label} ${major}`, 10, 2);
  const reset = (stage.clock.now() / 1000 + own.resetSeconds).toFixed(3);
  context.header('x-ratelimit-limit', String(own.limit));
  context.header('x-ratelimit-remaining', String(own.remaining));
  context.header('x-ratelimit-reset', reset);
  context.header('x-ratelimit-reset-after', own.resetSeconds.toFixed(3));
  context.header('x-ratelimit-bucket', Buffer.from(major).toString('hex').slice(0, 32));
  if (over.exceeded) return tooMany(context, over.resetSeconds, 'global');
  return own.exceeded ? tooMany(context, own.resetSeconds, 'user') : null;
}

const needs = (scope: string) => async (context: Context<DiscordEnv>, next: Next) => {
  if (!hasScope(context.var.caller, scope))
    return discordFailure(context, 403, 50001, 'Missing Access');
  await next();
  return undefined;
};

function me(context: Context<DiscordEnv>): Response {
  const { isBot, number, caller } = context.var;
  if (isBot) return context.json(discordBot(number));
  if (!hasScope(caller, 'identify')) return discordFailure(context, 403, 50001, 'Missing Access');
  const email = { email: `user-${number}@discord.example`, verified: true };
  return context.json({ ...discordUser(number), ...(hasScope(caller, 'email') ? email : {}) });
}

function authorization(context: Context<DiscordEnv>): Response {
  const { isBot, number, caller } = context.var;
  if (isBot) return discordFailure(context, 401, 40001, 'Unauthorized');
  const { id, name, verify_key } = application(1);
  return context.json({
    application: { id: caller.grant?.clientId ?? id, name, verify_key, bot_public: true },
    scopes: caller.scopes,
    expires: new Date(caller.endsAt ?? 0).toISOString(),
    ...(hasScope(caller, 'identify') ? { user: discordUser(number) } : {}),
  });
}

const application = (number: number) => ({
  id: discordBot(number).id,
  name: 'Patchbay demo',
  description: '',
  verify_key: discordVerifyKey(number),
  approximate_guild_count: 2,
  interactions_endpoint_url: null,
  bot_public: true,
});
