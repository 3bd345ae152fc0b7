import { z } from 'zod';
import { operation } from '../../kit/operation.ts';
import { Alerts, Assets, CreatedTicket, Customers, Tickets } from './answers.ts';
import type { syncroClient } from './client.ts';

type Client = ReturnType<typeof syncroClient>;
const page = z.int().min(1).optional();
const text = z.string().max(200).optional();

export const syncroOperations = {
  'customers.list': operation({
    title: 'Customers',
    about: 'Customers, by name or e-mail address.',
    effect: 'read',
    input: z.object({ page, query: text, email: text }),
    output: Customers,
    run: (client: Client, input) => client.customers(input),
  }),
  'tickets.list': operation({
    title: 'Tickets',
    about: 'Tickets, by state, words or customer.',
    effect: 'read',
    input: z.object({ page, status: text, query: text, customerId: z.int().optional() }),
    output: Tickets,
    run: (client: Client, input) => client.tickets(input),
  }),
  'tickets.create': operation({
    title: 'Open a ticket',
    about: 'Opens a ticket for a customer.',
    effect: 'write',
    input: z.object({
      customerId: z.int(),
      subject: z.string().min(1).max(500),
      problemType: text,
      status: text,
      priority: text,
    }),
    output: CreatedTicket,
    run: (client: Client, input) => client.createTicket(input),
  }),
  'assets.list': operation({
    title: 'Assets',
    about: 'Computers and other things of customers.',
    effect: 'read',
    input: z.object({ page, query: text }),
    output: Assets,
    run: (client: Client, input) => client.assets(input),
  }),
  'alerts.list': operation({
    title: 'Alerts',
    about: 'What monitoring found.',
    effect: 'read',
    input: z.object({ page, status: z.enum(['active', 'resolved', 'all']).optional() }),
    output: Alerts,
    run: (client: Client, input) => client.alerts(input),
  }),
};
