import type { Mailbox, MailServer } from './data.ts';

/** One entry of the answer to a change; the status is 200 whatever they say. */
export type Entry = { type: 'success' | 'danger'; log: unknown[]; msg: string | unknown[] };
type Attributes = Record<string, unknown>;

const success = (msg: Entry['msg']): Entry => ({ type: 'success', log: [], msg });
const danger = (msg: Entry['msg']): Entry => ({ type: 'danger', log: [], msg });

const text = (value: unknown): string => (value === undefined ? '' : String(value));

/** The usual policy: six characters, a letter and a digit. */
const passwordTrouble = (one: unknown, two: unknown): Entry | null => {
  const [password, again] = [text(one), text(two)];
  if (!password || !again) return danger('password_complexity');
  if (password !== again) return danger('password_mismatch');
  const isGood = password.length >= 6 && /[a-zA-Z]/.test(password) && /\d/.test(password);
  return isGood ? null : danger('password_complexity');
};

const quotaTrouble = (server: MailServer, quotaMiB: number, except?: Mailbox): Entry | null => {
  const used = [...server.mailboxes.values()]
    .filter((box) => box !== except)
    .reduce((sum, box) => sum + box.quotaMiB, 0);
  if (quotaMiB > server.limits.maxQuotaMiB)
    return danger(['mailbox_quota_exceeded', server.limits.maxQuotaMiB]);
  if (used + quotaMiB > server.limits.quotaMiB)
    return danger(['mailbox_quota_left_exceeded', server.limits.quotaMiB - used]);
  return null;
};

const boxOf = (server: MailServer, address: unknown): Mailbox | undefined => {
  const [local = '', domain] = text(address).split('@');
  return domain === server.domain ? server.mailboxes.get(local) : undefined;
};

export function addMailbox(server: MailServer, attributes: Attributes): Entry {
  const local = text(attributes.local_part).trim().toLowerCase();
  const domain = text(attributes.domain).trim().toLowerCase();
  const address = `${local}@${domain}`;
  if (!/^[a-z0-9._+-]+@[a-z0-9.-]+\.[a-z]+$/.test(address)) return danger('mailbox_invalid');
  // An administrator has no access to a domain that is not there.
  if (domain !== server.domain) return danger('access_denied');
  if (server.mailboxes.has(local)) return danger(['object_exists', address]);
  if (server.aliases.has(local)) return danger(['is_alias', address]);
  const weak = passwordTrouble(attributes.password, attributes.password2);
  if (weak) return weak;
  if (server.mailboxes.size >= server.limits.mailboxes)
    return danger(['max_mailbox_exceeded', server.mailboxes.size, server.limits.mailboxes]);
  const quotaMiB = Number.parseInt(text(attributes.quota) || '3072', 10);
  const full = quotaTrouble(server, quotaMiB);
  if (full) return full;
  server.mailboxes.set(local, {
    local,
    name: text(attributes.name) || local,
    password: text(attributes.password),
    active: Number.parseInt(text(attributes.active) || '1', 10),
    quotaMiB,
    usedBytes: 0,
    messages: 0,
    tags: Array.isArray(attributes.tags) ? attributes.tags.map(String) : [],
    created: new Date().toISOString().slice(0, 19).replace('T', ' '),
  });
  return success(['mailbox_added', address]);
}

export function editMailbox(server: MailServer, address: unknown, attributes: Attributes): Entry {
  const box = boxOf(server, address);
  if (!box) return danger('access_denied');
  const quotaMiB = attributes.quota === undefined ? box.quotaMiB : Number(attributes.quota);
  const full = quotaTrouble(server, quotaMiB, box);
  if (full) return full;
  const hasPassword = text(attributes.password) !== '' && text(attributes.password2) !== '';
  const weak = hasPassword ? passwordTrouble(attributes.password, attributes.password2) : null;
  if (weak) return weak;
  if (hasPassword) box.password = text(attributes.password);
  if (attributes.active !== undefined) box.active = Number(attributes.active);
  if (text(attributes.name)) box.name = text(attributes.name);
  box.quotaMiB = quotaMiB;
  return success(['mailbox_modified', address]);
}

export function deleteMailbox(server: MailServer, address: unknown): Entry {
  const box = boxOf(server, address);
  if (!box) return danger('access_denied');
  server.mailboxes.delete(box.local);
  server.appPasswords = server.appPasswords.filter((one) => one.address !== address);
  return success(['mailbox_removed', address]);
}

export function addAppPassword(server: MailServer, attributes: Attributes): Entry {
  if (!boxOf(server, attributes.username)) return danger('access_denied');
  const weak = passwordTrouble(attributes.app_passwd, attributes.app_passwd2);
  if (weak) return weak;
  const name = text(attributes.app_name).trim();
  if (!name) return danger('app_name_empty');
  const protocols = Array.isArray(attributes.protocols) ? attributes.protocols.map(String) : [];
  server.appPasswords.push({ address: text(attributes.username), name, protocols });
  return success('app_passwd_added');
}
