import { z } from 'zod';
import { operation } from '../../kit/operation.ts';
import type { mediawikiClient } from './client.ts';

type Client = ReturnType<typeof mediawikiClient>;

export const mediawikiOperations = {
  'me.get': operation({
    title: 'Bot',
    about: 'The user that the bot acts as.',
    effect: 'read',
    input: z.object({}),
    output: z.object({ id: z.number(), name: z.string() }),
    run: (client: Client) => client.userInfo(),
  }),
  'site.get': operation({
    title: 'Wiki',
    about: 'Name, software and size of the wiki.',
    effect: 'read',
    input: z.object({}),
    output: z.object({
      name: z.string(),
      generator: z.string(),
      articles: z.number(),
      users: z.number(),
    }),
    run: async (client: Client) => {
      const { general, statistics } = await client.siteInfo();
      return { name: general.sitename, generator: general.generator, ...statistics };
    },
  }),
};
