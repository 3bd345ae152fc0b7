import { z } from 'zod';
import { operation } from '../../kit/operation.ts';
import { Company, MonitoringRow, planStatuses, User } from './answers.ts';
import type { msp360Client } from './client.ts';

type Client = ReturnType<typeof msp360Client>;
const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

export const msp360Operations = {
  'companies.list': operation({
    title: 'Companies',
    about: 'Companies with their storage limits.',
    effect: 'read',
    input: z.object({}),
    output: listOf(Company),
    run: async (client: Client) => ({ items: await client.companies() }),
  }),
  'users.list': operation({
    title: 'Users',
    about: 'Backup users of all companies.',
    effect: 'read',
    input: z.object({}),
    output: listOf(User),
    run: async (client: Client) => ({ items: await client.users() }),
  }),
  'plans.list': operation({
    title: 'Backup plans',
    about: 'Backup plans with their last results.',
    effect: 'read',
    input: z.object({}),
    output: listOf(MonitoringRow.extend({ Status: z.enum(planStatuses) })),
    run: async (client: Client) => ({ items: await client.monitoring() }),
  }),
};
