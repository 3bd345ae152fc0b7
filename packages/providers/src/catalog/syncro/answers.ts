import { z } from 'zod';

// Shapes from Syncro's published swagger.json; only what is read here is kept, the rest is dropped.
const Meta = z.object({
  total_pages: z.number().optional(),
  total_entries: z.number().optional(),
  per_page: z.number().optional(),
  page: z.number().optional(),
});

/** `user_token`, a live credential, comes with this answer and is dropped by not being named. */
export const Me = z.object({
  user_id: z.number(),
  user_name: z.string().nullish(),
  user_email: z.string().nullish(),
  subdomain: z.string().nullish(),
});

export const Customer = z.object({
  id: z.number(),
  business_name: z.string().nullish(),
  firstname: z.string().nullish(),
  lastname: z.string().nullish(),
  email: z.string().nullish(),
  created_at: z.string().nullish(),
});

export const Ticket = z.object({
  id: z.number(),
  number: z.union([z.number(), z.string()]).nullish(),
  subject: z.string().nullish(),
  status: z.string().nullish(),
  problem_type: z.string().nullish(),
  priority: z.string().nullish(),
  customer_id: z.number().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});

export const Asset = z.object({
  id: z.number(),
  name: z.string().nullish(),
  customer_id: z.number().nullish(),
  asset_type: z.string().nullish(),
  asset_serial: z.string().nullish(),
});

export const Alert = z.object({
  id: z.number(),
  customer_id: z.number().nullish(),
  computer_name: z.string().nullish(),
  description: z.string().nullish(),
  status: z.string().nullish(),
  resolved: z.boolean().nullish(),
  created_at: z.string().nullish(),
});

export const Customers = z.object({ customers: z.array(Customer), meta: Meta.optional() });
export const Tickets = z.object({ tickets: z.array(Ticket), meta: Meta.optional() });
export const Assets = z.object({ assets: z.array(Asset), meta: Meta.optional() });
export const Alerts = z.object({ rmm_alerts: z.array(Alert), meta: Meta.optional() });
export const CreatedTicket = z.object({ ticket: Ticket });
