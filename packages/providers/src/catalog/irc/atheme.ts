import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import { faultError, isFault } from './faults.ts';

// Atheme 7.2, transport/jsonrpc: HTTP 200 whatever happened.
const Reply = z.object({
  result: z.unknown().optional(),
  error: z.object({ code: z.number() }).nullish(),
});
const Text = z.string();
const Presence = z.object({ online: z.boolean(), accountname: z.string() });

export type Account = { account: string; password: string };

/** The address that the services are told a command came from; a person's own is none of their business. */
const source = '127.0.0.1';
const nobody = '.';

/** Atheme's methods at one address. Answers may repeat a password, so no part of them goes into an error. */
export function athemeClient(http: ApiClient, operator: Account | null) {
  async function call<Schema extends z.ZodType>(
    method: string,
    schema: Schema,
    params: string[],
    idempotent = false,
  ): Promise<z.infer<Schema>> {
    requireSendable(params);
    // A number as the id gets no answer at all, and neither does a parameter that is no string.
    const json = { jsonrpc: '2.0', id: '1', method, params };
    const reply = await http.json('', Reply, { method: 'POST', json, idempotent });
    if (reply.error) throw faultError(reply.error.code);
    const result = schema.safeParse(reply.result);
    if (result.success) return result.data;
    throw new OutboundError('invalid_response', 'The services answered in an unknown form.');
  }

  const login = (account: string, password: string) =>
    call('atheme.login', Text, [account, password, source], true);
  const logout = (account: string, cookie: string) =>
    call('atheme.logout', z.unknown(), [cookie, account]).catch(() => {});
  const command = (cookie: string, account: string, ...words: string[]) =>
    call('atheme.command', Text, [cookie, account, source, ...words]);

  /** A command in a session of its own, which ends with it. */
  async function within(
    { account, password }: Account,
    refused: (() => Error) | null,
    words: string[],
  ) {
    const cookie = await login(account, password).catch((error) => {
      throw refused && isFault(error, 'authfail', 'nosuch_source') ? refused() : error;
    });
    try {
      return await command(cookie, account, ...words);
    } finally {
      await logout(account, cookie);
    }
  }

  return {
    /** A NickServ command by nobody in particular. */
    asNobody: (...words: string[]) => command(nobody, nobody, 'NickServ', ...words),
    /** A service's command by the operator. */
    async asOperator(...words: string[]): Promise<string> {
      if (!operator) throw noOperator();
      return within(operator, refusedOperator, words);
    },
    /** A NickServ command by somebody who is known there. */
    asAccount: (account: Account, ...words: string[]) =>
      within(account, null, ['NickServ', ...words]),
    /** Whether the password opens the account. */
    async isPassword(account: string, password: string): Promise<boolean> {
      try {
        await logout(account, await login(account, password));
        return true;
      } catch (error) {
        if (isFault(error, 'authfail', 'nosuch_source')) return false;
        throw error;
      }
    },
    /** Who is on IRC with this nick, and which account they are signed in to. */
    async presence(nick: string) {
      const { online, accountname } = await call('atheme.ison', Presence, [nick], true);
      return { online, account: accountname === '*' ? null : accountname };
    },
    async hasMetadata(account: string, key: string): Promise<boolean> {
      try {
        await call('atheme.metadata', Text, [account, key], true);
        return true;
      } catch (error) {
        if (isFault(error, 'nosuch_source', 'nosuch_target', 'nosuch_key')) return false;
        throw error;
      }
    },
  };
}

/** Anything else would be answered with a fault about something else, or cut the command in two. */
function requireSendable(params: string[]): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be sent.
  const isBad = params.some((param) => param === '' || /[\0-\x1f\x7f]/.test(param));
  if (isBad)
    throw new OutboundError('refused', 'An empty text or one with line breaks cannot be sent.');
}

const noOperator = () =>
  new OutboundError('misconfigured', 'This needs a services operator, and none is entered.');

const refusedOperator = () =>
  new OutboundError('auth', 'The services refused the operator or its password.', {
    trouble: { what: 'dead_credential', code: 'authfail' },
  });
