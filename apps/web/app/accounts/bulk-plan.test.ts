import type { AccountMatrixRow, AccountOfferView } from '@patchbay/services/schemas';
import { expect, it } from 'vitest';
import { planOf, refusedBy } from './bulk-plan.ts';

type Account = AccountMatrixRow['accounts'][number];

const row = (name: string, account?: Partial<Account>): AccountMatrixRow => ({
  memberId: name,
  person: { id: name, name, email: `${name}@example.org` },
  role: 'member',
  accounts: account
    ? [{ id: `of ${name}`, provider: 'mail', identifier: name, ...account } as Account]
    : [],
});

const operation = { kind: 'suspend' } as Account['operation'];
const people = [
  row('none'),
  row('active', { status: 'active', operation: null }),
  row('suspended', { status: 'suspended', operation: null }),
  row('busy', { status: 'active', operation }),
];

const affected = (kind: Parameters<typeof planOf>[0], provider = 'mail') =>
  planOf(kind, provider, people)
    .filter(({ skipped }) => skipped === null)
    .map(({ person }) => person.name);

it('creates for those who have none, and changes those who have one that is not so already', () => {
  expect(affected('create')).toEqual(['none']);
  expect(affected('suspend')).toEqual(['active']);
  expect(affected('resume')).toEqual(['suspended']);
  expect(affected('remove')).toEqual(['active', 'suspended']);
});

it('looks at the accounts of the one system only', () => {
  expect(affected('create', 'chat')).toHaveLength(people.length);
  expect(affected('remove', 'chat')).toEqual([]);
});

it('says of everybody who is left out why', () => {
  const skipped = planOf('suspend', 'mail', people).map((one) => one.skipped);
  expect(skipped).toEqual([
    'Has no account there',
    null,
    'Is suspended already',
    'Something is under way with it',
  ]);
});

const offer = (abilities: object, more: Partial<AccountOfferView> = {}) =>
  ({
    name: 'Mail',
    available: true,
    reason: null,
    abilities: {
      identifier: { choice: 'suggested' },
      canSuspend: true,
      canRemove: true,
      ...abilities,
    },
    ...more,
  }) as AccountOfferView;

it('refuses for everybody what the system cannot do', () => {
  expect(refusedBy('create', offer({}))).toBeNull();
  expect(refusedBy('create', offer({ identifier: { choice: 'consent' } }))).toMatch(/consenting/);
  expect(refusedBy('suspend', offer({ canSuspend: false }))).toBe('Mail cannot suspend accounts.');
  expect(refusedBy('remove', offer({ canRemove: false }))).toBe('Mail cannot remove accounts.');
  const away = offer({}, { available: false, reason: 'Mail is paused.' });
  expect(refusedBy('resume', away)).toBe('Mail is paused.');
});
