import type { Context, Next } from 'hono';
import type { Caller } from '../oauth/caller.ts';
import type { DiscordGuild } from './data.ts';

export type DiscordEnv = {
  Variables: { caller: Caller; number: number; isBot: boolean; guilds: DiscordGuild[] };
};

export const discordFailure = (
  context: Context,
  status: 400 | 401 | 403 | 404 | 500,
  code: number,
  message: string,
  errors?: object,
) => context.json({ message, code, ...(errors ? { errors } : {}) }, status);

export async function botOnly(
  context: Context<DiscordEnv>,
  next: Next,
): Promise<Response | undefined> {
  if (!context.var.isBot) return discordFailure(context, 401, 0, '401: Unauthorized');
  await next();
  return undefined;
}
