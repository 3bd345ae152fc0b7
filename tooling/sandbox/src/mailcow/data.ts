import { firstNames, lastNames } from '../names.ts';
import type { Shelf } from '../shelf.ts';

export const mailcowHost = 'mail.mailcow-sandbox.example';
const mebibyte = 1024 * 1024;

const keyOf = (number: number, access: 'rw' | 'ro') =>
  `5A4DB0-${access === 'rw' ? '00000A' : '00000B'}-000000-000000-${String(number).padStart(6, '0')}`;
export const mailcowKey = (number: number) => keyOf(number, 'rw');
export const mailcowReadOnlyKey = (number: number) => keyOf(number, 'ro');
export const mailcowDomain = (number: number) =>
  number === 1 ? 'acme.example' : `tenant-${number}.example`;

/** `5A4DB0-00000A-000000-000000-<n>`; a fault may follow, which no real key could hold. */
export function readKey(key: string): { number: number; access: 'rw' | 'ro' } | null {
  const rule = /^5A4DB0-00000([AB])-000000-000000-(\d{6})(-fault-[a-z0-9]+)?$/.exec(key);
  return rule && { number: Number(rule[2]), access: rule[1] === 'A' ? 'rw' : 'ro' };
}

export type Mailbox = {
  local: string;
  name: string;
  password: string;
  active: number;
  quotaMiB: number;
  usedBytes: number;
  messages: number;
  tags: string[];
  created: string;
};
export type MailServer = {
  number: number;
  domain: string;
  limits: { mailboxes: number; maxQuotaMiB: number; quotaMiB: number };
  /** By local part. */
  mailboxes: Map<string, Mailbox>;
  aliases: Set<string>;
  appPasswords: { address: string; name: string; protocols: string[] }[];
};

const mailbox = (local: string, name: string, more: Partial<Mailbox> = {}): Mailbox => ({
  local,
  name,
  password: `sandbox-password-of-${local}`,
  active: 1,
  quotaMiB: 1024,
  usedBytes: 0,
  messages: 0,
  tags: [],
  created: '2026-01-05 10:00:00',
  ...more,
});

/** A server with mailboxes that nobody ordered through Patchbay: a function's, a colleague's and a closed one. */
export function mailServer(number: number, shelf: Shelf): MailServer {
  const first = firstNames[(number + 5) % firstNames.length] ?? 'Farid';
  const last = lastNames[(number + 8) % lastNames.length] ?? 'Ivanov';
  const kept = shelf.take(`mailcow-${number}`);
  const mailboxes = Array.isArray(kept)
    ? (kept as Mailbox[])
    : [
        mailbox('reception', 'Front desk', { usedBytes: 212 * mebibyte, messages: 3_120 }),
        mailbox(`${first}.${last}`.toLowerCase(), `${first} ${last}`, {
          usedBytes: 48 * mebibyte,
          messages: 641,
        }),
        mailbox('old-helpdesk', 'Old help desk', { active: 0, usedBytes: 3 * mebibyte }),
      ];
  return {
    number,
    domain: mailcowDomain(number),
    limits: { mailboxes: 5_000, maxQuotaMiB: 10_240, quotaMiB: 8_000_000 },
    mailboxes: new Map(mailboxes.map((known) => [known.local, known])),
    aliases: new Set(['postmaster', 'all']),
    appPasswords: [],
  };
}

export const keepServer = (server: MailServer, shelf: Shelf): void =>
  shelf.put(`mailcow-${server.number}`, [...server.mailboxes.values()]);

export const mailboxView = (server: MailServer, box: Mailbox) => ({
  username: `${box.local}@${server.domain}`,
  active: box.active,
  active_int: box.active,
  domain: server.domain,
  name: box.name,
  local_part: box.local,
  quota: box.quotaMiB * mebibyte,
  messages: box.messages,
  attributes: { force_pw_update: '0', tls_enforce_in: '0', tls_enforce_out: '0' },
  custom_attributes: [],
  quota_used: box.usedBytes,
  percent_in_use: Math.round((box.usedBytes / (box.quotaMiB * mebibyte)) * 100),
  created: box.created,
  modified: null,
  authsource: 'mailcow',
  percent_class: 'success',
  last_imap_login: 0,
  last_smtp_login: 0,
  last_pop3_login: 0,
  last_sso_login: 0,
  ...(box.tags.length > 0 ? { tags: box.tags } : {}),
});

export const domainView = ({ domain, limits, mailboxes }: MailServer) => ({
  domain_name: domain,
  domain_h_name: domain,
  description: 'A domain of the sandbox',
  mboxes_in_domain: mailboxes.size,
  mboxes_left: limits.mailboxes - mailboxes.size,
  max_num_mboxes_for_domain: limits.mailboxes,
  max_quota_for_mbox: limits.maxQuotaMiB * mebibyte,
  max_quota_for_domain: limits.quotaMiB * mebibyte,
  active: 1,
  active_int: 1,
});
