import { OutboundError } from '../../http/errors.ts';
import type { athemeClient } from './atheme.ts';
import { isFault } from './faults.ts';
import { foldNick } from './nicks.ts';

export type Registration = { nick: string; isFrozen: boolean };
export type NickServ = ReturnType<typeof nickServ>;

const frozen = 'private:freeze:freezer';

/** NickServ's commands for accounts; what is asked of texts holds in every language that services speak. */
export function nickServ(atheme: ReturnType<typeof athemeClient>) {
  const isFrozen = (nick: string) => atheme.hasMetadata(nick, frozen);
  const listed = async (...criteria: string[]): Promise<string[]> => {
    const text = await atheme.asOperator('NickServ', 'LIST', ...criteria, 'pattern', '*');
    return text.split('\n').flatMap((line) => /^- (\S+) \(/.exec(line)?.[1] ?? []);
  };

  return {
    /** @throws OutboundError `alreadyexists`, `badparams`, `toomany`, or `noprivs` while the nick is in use on IRC */
    register: async (nick: string, password: string, email: string) =>
      void (await atheme.asNobody('REGISTER', nick, password, email)),
    async find(nick: string): Promise<Registration | null> {
      try {
        const text = await atheme.asNobody('INFO', nick);
        return { nick: spelling(text, nick), isFrozen: await isFrozen(nick) };
      } catch (error) {
        if (isFault(error, 'nosuch_target')) return null;
        throw error;
      }
    },
    isPassword: atheme.isPassword,
    /** All accounts; needs the operator. */
    async list(): Promise<Registration[]> {
      const all = await listed();
      const cold = new Set(await listed('frozen'));
      return all.map((nick) => ({ nick, isFrozen: cold.has(nick) }));
    },
    async freeze(nick: string, reason: string): Promise<void> {
      const words = reason.replace(/\s+/g, ' ').trim().slice(0, 200) || 'suspended';
      await unless(
        () => atheme.asOperator('NickServ', 'FREEZE', nick, 'ON', words),
        () => isFrozen(nick),
      );
    },
    thaw: (nick: string) =>
      unless(
        () => atheme.asOperator('NickServ', 'FREEZE', nick, 'OFF'),
        async () => !(await isFrozen(nick)),
      ),
    /** Answers the password that holds now: the wanted one, or what NickServ made up where it takes no other. */
    async resetPassword(nick: string, wanted: string): Promise<string> {
      const text = await atheme.asOperator('NickServ', 'RESETPASS', nick);
      const made = /(\S+?)\.?\s*$/.exec(text)?.[1];
      if (!made) throw unsaid();
      try {
        await atheme.asAccount({ account: nick, password: made }, 'SET', 'PASSWORD', wanted);
        return wanted;
      } catch (error) {
        if (isFault(error, 'authfail')) throw unsaid();
        // A frozen account opens to nobody, and not every network lets people set passwords; the made one holds.
        if (error instanceof OutboundError && error.trouble !== null) return made;
        throw error;
      }
    },
    async drop(nick: string): Promise<void> {
      try {
        await atheme.asOperator('NickServ', 'FDROP', nick);
      } catch (error) {
        if (!isFault(error, 'nosuch_target')) throw error;
      }
    },
  };
}

const unsaid = () =>
  new OutboundError('invalid_response', 'NickServ does not say the new password.');

/** A state that stands already is refused as a bad parameter. */
async function unless(change: () => Promise<unknown>, isSo: () => Promise<boolean>) {
  try {
    await change();
  } catch (error) {
    if (!isFault(error, 'badparams', 'nochange') || !(await isSo())) throw error;
  }
}

/** The nick as it was registered, which the first line names in another case than the question may have. */
const spelling = (text: string, asked: string): string =>
  text.split(/\s+/).find((word) => foldNick(word) === foldNick(asked)) ?? asked;
