import { z } from 'zod';
import { OutboundError } from '../../http/errors.ts';
import {
  type AccountStep,
  accounts,
  IdentifierTaken,
  type RemoteAccount,
} from '../../kit/accounts.ts';
import { generatePassword } from '../../kit/password.ts';
import type { Mailbox } from './answers.ts';
import type { MailboxChange, MailcowClient } from './client.ts';
import { isRefusal, takenCodes } from './trouble.ts';

export type MailcowSettings = {
  baseUrl: string;
  domain: string;
  defaultQuotaMiB: string;
  mailHost?: string;
};
type Step = AccountStep<MailcowSettings, MailcowClient>;

/** Addresses that speak for a domain: RFC 2142, and those that certificate authorities send their proofs to. */
const reserved = new Set(
  'abuse admin administrator ftp hostmaster info mailer-daemon marketing news noc no-reply noreply postmaster root sales security ssladmin support sysadmin usenet webmaster www'.split(
    ' ',
  ),
);

const LocalPart = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z0-9](?:[a-z0-9_-]|[.](?=[a-z0-9_-])){0,62}$/,
    'must be letters, digits, dots, hyphens and underscores, beginning with a letter or digit',
  )
  .refine((name) => !reserved.has(name), 'is kept for the people who run the domain');

const fromEmail = (email: string): string | null => {
  const tidy = email
    .toLowerCase()
    .replace(/@.*$/, '')
    .replace(/\+.*$/, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return LocalPart.safeParse(tidy).data ?? null;
};

const mebibyte = 1024 * 1024;
const inMiB = (bytes: number): number => Math.round((bytes / mebibyte) * 10) / 10;
const markRule = /^patchbay:/;

const toRemote = (mailbox: Mailbox): RemoteAccount => ({
  identifier: mailbox.username,
  state: mailbox.active === 1 ? 'active' : 'suspended',
  details: {
    name: mailbox.name ?? null,
    quotaMiB: inMiB(mailbox.quota),
    usedMiB: inMiB(mailbox.quota_used ?? 0),
    messages: mailbox.messages ?? 0,
  },
  mark: mailbox.tags?.find((tag) => markRule.test(tag)) ?? null,
});

async function find({ client }: Step, identifier: string): Promise<RemoteAccount | null> {
  const mailbox = await client.mailbox(identifier);
  return mailbox && toRemote(mailbox);
}

async function requireMailbox(step: Step, identifier: string): Promise<RemoteAccount> {
  const found = await find(step, identifier);
  if (found) return found;
  throw new OutboundError('not_found', `There is no mailbox ${identifier}.`);
}

async function edit(step: Step, identifier: string, change: MailboxChange): Promise<void> {
  try {
    await step.client.editMailbox(identifier, change);
  } catch (error) {
    // Mailcow denies access to what is not there.
    if (isRefusal(error, new Set(['access_denied']))) await requireMailbox(step, identifier);
    throw error;
  }
}

const protocols = ['imap_access', 'smtp_access', 'dav_access', 'eas_access'] as const;

const mailHostOf = ({ baseUrl, mailHost }: MailcowSettings): string =>
  mailHost ?? new URL(baseUrl).hostname;

export const mailcowAccounts = accounts({
  noun: 'Mailbox',
  identifier: {
    label: 'Mailbox',
    help: 'The part of the address before the @.',
    placeholder: 'ann',
    choice: 'suggested',
    schema: LocalPart,
    fromEmail,
    complete: ({ domain }: MailcowSettings, name: string) => `${name}@${domain}`,
  },
  input: z.object({}),
  secret: { label: 'Password', generate: generatePassword },
  async create(step: Step, { identifier, secret, mark, person }) {
    const password = secret ?? generatePassword();
    const quotaMiB = Number(step.settings.defaultQuotaMiB);
    const wanted = { address: identifier, name: person.name, password, quotaMiB, tag: mark };
    try {
      await step.client.addMailbox(wanted);
    } catch (error) {
      if (!isRefusal(error, takenCodes)) throw error;
      const there = await find(step, identifier);
      if (there?.mark !== mark) throw new IdentifierTaken(identifier);
      await edit(step, identifier, { password, active: true });
    }
    return requireMailbox(step, identifier);
  },
  find,
  async list({ client, settings }) {
    const mailboxes = await client.mailboxes(settings.domain);
    return { items: mailboxes.map(toRemote), cursor: null };
  },
  suspend: (step, { identifier }) => edit(step, identifier, { active: false }),
  resume: (step, identifier) => edit(step, identifier, { active: true }),
  async resetSecret(step, { identifier, secret }) {
    await edit(step, identifier, { password: secret });
    return secret;
  },
  update: {
    title: 'Change the space',
    about: 'How much mail fits into the mailbox.',
    audience: 'admin',
    input: z.object({
      quotaMiB: z.int().min(1).max(10_000_000).meta({ title: 'Space in MiB' }),
    }),
    async run(step, { identifier, input }) {
      await edit(step, identifier, { quotaMiB: input.quotaMiB });
      return requireMailbox(step, identifier);
    },
  },
  remove: {
    leaves: 'deleted',
    about:
      'Deletes the mailbox with all its mail; there is no way back. The address becomes free for somebody else. Suspend it instead to keep the mail.',
    async run(step, { identifier }) {
      try {
        await step.client.deleteMailbox(identifier);
      } catch (error) {
        const isGone =
          isRefusal(error, new Set(['access_denied'])) && (await find(step, identifier)) === null;
        if (!isGone) throw error;
      }
    },
  },
  operations: {
    'app-password': {
      title: 'New app password',
      about: 'A password for one program or device, which opens mail, calendar and contacts only.',
      audience: 'own',
      input: z.object({
        name: z.string().trim().min(1).max(60).meta({ title: 'Program or device' }),
      }),
      secret: { label: 'App password', generate: generatePassword },
      async run({ client }, { identifier, input, secret }) {
        const name = String(input.name);
        const password = secret ?? generatePassword();
        await client.addAppPassword({ address: identifier, name, password, protocols });
        return { name };
      },
    },
  },
  connect: (settings, identifier) => [
    { label: 'User name', value: identifier },
    { label: 'Incoming mail (IMAP)', value: `${mailHostOf(settings)}:993 (TLS)` },
    { label: 'Outgoing mail (SMTP)', value: `${mailHostOf(settings)}:465 (TLS)` },
    { label: 'Webmail', value: settings.baseUrl },
  ],
});
