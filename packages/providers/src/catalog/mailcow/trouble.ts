import { OutboundError } from '../../http/errors.ts';
import { type ClassifiedReply, safeCode, type Trouble, troubleError } from '../../kit/trouble.ts';
import { Outcome } from './answers.ts';

const hints: Record<string, string> = {
  access_denied: 'There is no such mailbox, or the key may not touch it',
  domain_not_found: 'The domain is not on this server',
  domain_invalid: 'The domain is not on this server',
  mailbox_invalid: 'The server does not accept this address',
  mailbox_quota_exceeded: 'The quota is more than the domain allows for one mailbox',
  mailbox_quota_left_exceeded: 'The domain has not that much space left',
  max_mailbox_exceeded: 'The domain has as many mailboxes as it may have',
  password_complexity: 'The server asks for a stronger password',
};
const settingsCodes = new Set(['domain_not_found', 'domain_invalid']);

/** Codes that say: somebody else has this address. */
export const takenCodes = new Set(['object_exists', 'is_alias', 'is_spam_alias']);

/**
 * Mailcow reports every refused key to fail2ban, so a second try with it may lock this machine out; the wording
 * says what to look at instead. A key that may only read is refused with another status.
 */
export function mailcowTrouble({ status }: ClassifiedReply): Trouble | null {
  if (status === 401)
    return {
      what: 'dead_credential',
      code: 'http_401',
      hint: 'Mailcow refused the API key, or the address it is used from is not on the key’s list',
    };
  if (status === 403)
    return { what: 'forbidden', code: 'http_403', hint: 'The API key may only read' };
  return null;
}

/** A change is done only if the answer's entries say so; its status is 200 either way. */
export function outcomeTrouble(content: unknown): OutboundError | null {
  const outcome = Outcome.safeParse(content);
  if (!outcome.success) return null;
  const bad = outcome.data.find(({ type }) => type !== 'success' && type !== 'warning');
  if (!bad && outcome.data.some(({ type }) => type === 'success')) return null;
  const code = codeOf(bad?.msg);
  // What has no code of its own is trouble inside the server, such as a database that is away.
  const refused = code === 'unknown' ? 'provider' : 'invalid_request';
  return troubleError(
    {
      what: settingsCodes.has(code) ? 'misconfigured' : refused,
      code,
      hint: hints[code],
    },
    200,
  );
}

const codeOf = (msg: unknown): string => safeCode((Array.isArray(msg) ? msg[0] : msg) ?? 'unknown');

export const isRefusal = (error: unknown, codes: Set<string>): boolean =>
  error instanceof OutboundError && codes.has(error.trouble?.code ?? '');
