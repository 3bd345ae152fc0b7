import type { ApiClient } from '../../http/api-client.ts';
import { Domain, type Mailbox, Mailboxes, MaybeMailbox, Outcome, Version } from './answers.ts';
import { outcomeTrouble } from './trouble.ts';

export type NewMailbox = {
  address: string;
  name: string;
  password: string;
  quotaMiB: number;
  tag: string;
};
export type MailboxChange = {
  active?: boolean;
  password?: string;
  quotaMiB?: number;
};
export type AppPassword = {
  address: string;
  name: string;
  password: string;
  protocols: readonly string[];
};

/** Mailcow's API v1. Reads are GET, changes POST; a mailbox goes by its whole address. */
export const mailcowClient = (http: ApiClient) => {
  const change = (path: string, json: unknown) =>
    http.json(path, Outcome, { method: 'POST', json, troubleIn: outcomeTrouble });

  return {
    version: () => http.json('/get/status/version', Version),
    domain: (domain: string) => http.json(`/get/domain/${encodeURIComponent(domain)}`, Domain),
    mailbox: (address: string): Promise<Mailbox | null> =>
      http.json(`/get/mailbox/${encodeURIComponent(address)}`, MaybeMailbox),
    /** Older servers do not know the short form and answer it with nothing. */
    async mailboxes(domain: string): Promise<Mailbox[]> {
      const path = encodeURIComponent(domain);
      const short = await http.json(`/get/mailbox/reduced/${path}`, Mailboxes);
      return short.length > 0 ? short : http.json(`/get/mailbox/all/${path}`, Mailboxes);
    },
    addMailbox: ({ address, name, password, quotaMiB, tag }: NewMailbox) =>
      change('/add/mailbox', {
        local_part: address.slice(0, address.lastIndexOf('@')),
        domain: address.slice(address.lastIndexOf('@') + 1),
        name,
        password,
        password2: password,
        quota: String(quotaMiB),
        active: '1',
        authsource: 'mailcow',
        force_pw_update: '0',
        tags: [tag],
      }),
    editMailbox: (address: string, { active, password, quotaMiB }: MailboxChange) =>
      change('/edit/mailbox', {
        items: [address],
        attr: {
          ...(active !== undefined && { active: active ? '1' : '0' }),
          ...(password !== undefined && { password, password2: password }),
          ...(quotaMiB !== undefined && { quota: String(quotaMiB) }),
        },
      }),
    deleteMailbox: (address: string) => change('/delete/mailbox', [address]),
    addAppPassword: ({ address, name, password, protocols }: AppPassword) =>
      change('/add/app-passwd', {
        username: address,
        app_name: name,
        app_passwd: password,
        app_passwd2: password,
        protocols,
        active: '1',
      }),
  };
};
export type MailcowClient = ReturnType<typeof mailcowClient>;
