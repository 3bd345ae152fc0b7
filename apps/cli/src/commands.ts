import { randomBytes } from 'node:crypto';
import { type Auth, createAuth } from '@patchbay/auth';
import { parseKeyRing } from '@patchbay/crypto';
import { migrate, openOrm } from '@patchbay/db';
import { ensureJobs } from '@patchbay/jobs';
import { verifyKeyring } from '@patchbay/services';
import type { Command, Terminal } from './command.ts';

export const commands: Command[] = [
  {
    usage: 'migrate',
    about: 'bring the database and its queues to the schema of this version',
    run: async ({ environment, print }) => {
      const { DATABASE_URL } = environment();
      const applied = await migrate(DATABASE_URL);
      await ensureJobs(DATABASE_URL);
      for (const name of applied) print(`applied ${name}`);
      if (applied.length === 0) print('nothing to do');
    },
  },
  {
    usage: 'operator grant EMAIL',
    about: 'make a person the operator of this Patchbay',
    run: (terminal, [email = '']) => setOperator(terminal, email, true),
  },
  {
    usage: 'operator revoke EMAIL',
    about: 'take that standing away',
    run: (terminal, [email = '']) => setOperator(terminal, email, false),
  },
  {
    usage: 'password EMAIL',
    about: 'give a person the password on standard input, and end their sessions',
    run: async (terminal, [email = '']) => {
      const password = await terminal.readInput();
      await withAuth(terminal, (auth) => auth.setPassword({ email, password }));
      terminal.print(`${email} signs in with the new password`);
    },
  },
  {
    usage: 'check-keys',
    about: 'prove that APP_ENCRYPTION_KEY opens what the database holds',
    run: async ({ environment, print }) => {
      const { DATABASE_URL, APP_ENCRYPTION_KEY } = environment();
      const keys = await parseKeyRing(APP_ENCRYPTION_KEY);
      const orm = await openOrm({
        url: DATABASE_URL,
        poolSize: 1,
        applicationName: 'patchbay cli',
      });
      try {
        await verifyKeyring(orm, keys);
      } finally {
        await orm.close();
      }
      print(`key ${keys.current.id} opens this database`);
    },
  },
];

async function setOperator(terminal: Terminal, email: string, operator: boolean): Promise<void> {
  const person = await withAuth(terminal, (auth) => auth.setOperator({ email, operator }));
  terminal.print(`${person.email} is ${operator ? 'an operator now' : 'no operator any more'}`);
}

/** No session is signed or read here, so any secret and address will do. */
async function withAuth<Value>(
  { environment }: Terminal,
  work: (auth: Auth) => Promise<Value>,
): Promise<Value> {
  const auth = createAuth({
    url: environment().DATABASE_URL,
    poolSize: 1,
    secret: randomBytes(32).toString('hex'),
    publicUrl: 'http://localhost',
    signup: 'closed',
  });
  try {
    return await work(auth);
  } finally {
    await auth.close();
  }
}
