import { z } from 'zod';

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
