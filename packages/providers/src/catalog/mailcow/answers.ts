import { z } from 'zod';

// Shapes as in mailcow's json_api.php and functions.mailbox.inc.php; its database layer sends numbers as text at times.

export const Version = z.object({ version: z.string() });

/** `{}` stands for a domain that is not there. */
export const Domain = z.object({
  domain_name: z.string().optional(),
  mboxes_in_domain: z.coerce.number().optional(),
  max_num_mboxes_for_domain: z.coerce.number().optional(),
  active: z.coerce.number().optional(),
});

export const Mailbox = z.object({
  username: z.string(),
  name: z.string().nullish(),
  domain: z.string(),
  /** 1 works, 0 takes neither logins nor mail, 2 takes mail only. */
  active: z.coerce.number(),
  /** Bytes; 0 for no limit. */
  quota: z.coerce.number(),
  quota_used: z.coerce.number().nullish(),
  messages: z.coerce.number().nullish(),
  tags: z.array(z.string()).nullish(),
});
export type Mailbox = z.output<typeof Mailbox>;

/** PHP has one empty value for lists and objects. */
const Nothing = z.union([z.object({}).strict(), z.array(z.never())]).transform(() => null);
export const MaybeMailbox = z.union([Mailbox, Nothing]);
export const Mailboxes = z.union([z.array(Mailbox), Nothing.transform((): Mailbox[] => [])]);

/** What became of a change: a list of entries as a rule, a bare one at times. */
const Entry = z.object({
  type: z.string(),
  msg: z.union([z.string(), z.array(z.unknown())]).nullish(),
});
export const Outcome = z.union([z.array(Entry), Entry.transform((entry) => [entry])]);
export type Outcome = z.output<typeof Outcome>;
