import { z } from 'zod';
import { operation } from '../../kit/operation.ts';
import type { MailcowClient } from './client.ts';

const domain = z.string().min(1).max(253);

export const mailcowOperations = {
  'status.get': operation({
    title: 'Version',
    about: 'The version of mailcow.',
    effect: 'read',
    input: z.object({}),
    output: z.object({ version: z.string() }),
    run: (client: MailcowClient) => client.version(),
  }),
  'domains.get': operation({
    title: 'Domain',
    about: 'How many mailboxes a domain has and may have.',
    effect: 'read',
    input: z.object({ domain }),
    output: z.object({
      name: z.string().nullable(),
      mailboxes: z.number(),
      limit: z.number().nullable(),
    }),
    run: async (client: MailcowClient, input) => {
      const found = await client.domain(input.domain);
      return {
        name: found.domain_name ?? null,
        mailboxes: found.mboxes_in_domain ?? 0,
        limit: found.max_num_mboxes_for_domain ?? null,
      };
    },
  }),
  'mailboxes.list': operation({
    title: 'Mailboxes',
    about: 'The mailboxes of a domain.',
    effect: 'read',
    input: z.object({ domain }),
    output: z.object({
      items: z.array(
        z.object({ address: z.string(), name: z.string().nullable(), active: z.boolean() }),
      ),
    }),
    run: async (client: MailcowClient, input) => {
      const found = await client.mailboxes(input.domain);
      return {
        items: found.map(({ username, name, active }) => ({
          address: username,
          name: name ?? null,
          active: active === 1,
        })),
      };
    },
  }),
};
