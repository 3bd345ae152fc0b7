import { z } from 'zod';
import { OutboundError } from '../../http/errors.ts';
import {
  type AccountStep,
  accounts,
  IdentifierTaken,
  type RemoteAccount,
} from '../../kit/accounts.ts';
import { generatePassword } from '../../kit/password.ts';
import type { MediawikiClient } from './client.ts';
import type { WikiUser } from './people.ts';

type Settings = { apiUrl: string; botUser: string };
type Step = AccountStep<Settings, MediawikiClient>;

/** A letter without a single capital stays as it is. */
function capitalized(text: string): string {
  const [first = '', ...rest] = text;
  const capital = first.toLocaleUpperCase('en');
  return [...capital].length === 1 ? capital + rest.join('') : text;
}

/** The wiki spells names with spaces and a capital first letter; what it forbids is in its title rules. */
const UserName = z
  .string()
  .transform((raw) =>
    capitalized(
      raw
        .normalize('NFC')
        .replace(/[\s_]+/g, ' ')
        .trim(),
    ),
  )
  .pipe(
    z
      .string()
      .min(1, 'is required')
      .max(85, 'is longer than 85 characters')
      .regex(/^[^#<>[\]|{}/:@=~\p{Cc}]+$/u, 'must not contain any of # < > [ ] | { } / : @ = ~')
      .refine(
        (name) => !/^[\d.]+$|^\.|\.$/.test(name),
        'must not look like a number or an address',
      ),
  );

const fromEmail = (email: string): string | null => {
  const tidy = email
    .replace(/@.*$/, '')
    .replace(/\+.*$/, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, ' ')
    .replace(/^[._\s-]+|[._\s-]+$/g, '');
  return UserName.safeParse(tidy).data ?? null;
};

const toRemote = (user: WikiUser, comment: string | null): RemoteAccount => ({
  identifier: user.name,
  state: user.blockid && !user.blockpartial ? 'suspended' : 'active',
  details: { registered: user.registration?.slice(0, 10) ?? null, edits: user.editcount ?? null },
  mark: /^patchbay:\S+$/.test(comment ?? '') ? comment : null,
});

async function find({ client }: Step, identifier: string): Promise<RemoteAccount | null> {
  const found = await client.people.user(identifier);
  return found && toRemote(found.user, found.comment);
}

const refusals: Record<string, string> = {
  acct_creation_throttle_hit: 'The wiki lets nobody make more accounts today',
  invaliduser: 'The wiki does not accept this name',
  noname: 'The wiki does not accept this name',
  passwordtooshort: 'The wiki asks for a longer password',
  invalidemailaddress: 'The wiki does not accept the e-mail address',
};

const refusal = (code: string): OutboundError =>
  new OutboundError('provider', `${refusals[code] ?? 'The wiki refused the account'} (${code}).`, {
    trouble: { what: 'invalid_request', code },
  });

const wikiBase = ({ apiUrl }: Settings): string => apiUrl.replace(/\/api\.php$/, '');
const signIn = (settings: Settings) => `${wikiBase(settings)}/index.php?title=Special:UserLogin`;

export const mediawikiAccounts = accounts({
  noun: 'Wiki account',
  system: ({ apiUrl }: Settings) => apiUrl,
  identifier: {
    label: 'User name',
    help: 'The first letter becomes a capital. It is seen by everybody who reads the wiki, and can never be given to somebody else.',
    placeholder: 'Ann Abara',
    choice: 'suggested',
    schema: UserName,
    fromEmail,
    // Capitals count from the second letter on.
    fold: (identifier) => identifier,
  },
  input: z.object({}),
  secret: { label: 'Password', generate: generatePassword },
  // Special:PasswordReset mails a new one.
  recovers: true,
  async create(step: Step, { identifier, secret, mark, person }) {
    const { people } = step.client;
    const password = secret ?? generatePassword();
    const made = await people.createUser({
      username: identifier,
      password,
      email: person.email,
      reason: mark,
    });
    if ('refused' in made) {
      if (made.refused !== 'userexists') throw refusal(made.refused);
      if (!(await people.opens(identifier, password))) throw new IdentifierTaken(identifier);
    }
    const found = await find(step, 'name' in made ? made.name : identifier);
    if (found) return found;
    throw new OutboundError('invalid_response', 'The wiki does not show the account it made.');
  },
  find,
  async list({ client }, cursor) {
    const { users, next } = await client.people.users(cursor);
    return { items: users.map((user) => toRemote(user, null)), cursor: next };
  },
  prove: ({ client }, { identifier, secret }) => client.people.opens(identifier, secret),
  suspend: ({ client }, { identifier, reason }) => client.people.block(identifier, reason),
  resume: ({ client }, identifier) => client.people.unblock(identifier),
  remove: {
    leaves: 'kept',
    about:
      'A wiki keeps its accounts for the history of its pages, so this one is blocked for good: it can edit nothing, and its name stays taken. Where the wiki is set so, it can still log in and read.',
    run: ({ client }, { identifier, reason }) => client.people.block(identifier, reason),
  },
  connect: (settings, identifier) => [
    { label: 'User name', value: identifier },
    { label: 'Sign in', value: signIn(settings) },
    {
      label: 'Password lost',
      value: `${wikiBase(settings)}/index.php?title=Special:PasswordReset`,
    },
  ],
});
