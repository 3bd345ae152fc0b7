import type { ApiClient } from '../../http/api-client.ts';
import { Alerts, Assets, CreatedTicket, Customers, Me, Tickets } from './answers.ts';

type Page = { page?: number };
export type NewTicket = {
  customerId: number;
  subject: string;
  problemType?: string;
  status?: string;
  priority?: string;
};

/** Syncro's REST API v1. Lists are paged from 1; `meta.total_pages` says how far. */
export const syncroClient = (http: ApiClient) => ({
  me: () => http.json('/me', Me),
  customers: (query: Page & { query?: string; email?: string } = {}) =>
    http.json('/customers', Customers, { query }),
  tickets: (filter: Page & { status?: string; query?: string; customerId?: number } = {}) => {
    const { customerId, ...query } = filter;
    return http.json('/tickets', Tickets, { query: { ...query, customer_id: customerId } });
  },
  assets: (query: Page & { query?: string } = {}) =>
    http.json('/customer_assets', Assets, { query }),
  alerts: (query: Page & { status?: 'active' | 'resolved' | 'all' } = {}) =>
    http.json('/rmm_alerts', Alerts, { query }),
  createTicket: (ticket: NewTicket) =>
    http.json('/tickets', CreatedTicket, {
      method: 'POST',
      json: {
        customer_id: ticket.customerId,
        subject: ticket.subject,
        problem_type: ticket.problemType,
        status: ticket.status,
        priority: ticket.priority,
      },
    }),
});
