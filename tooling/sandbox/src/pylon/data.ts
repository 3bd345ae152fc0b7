import { chance, daysBefore } from '../chance.ts';
import { companyName, domainOf, firstNames, lastNames } from '../names.ts';

const titles = [
  'Cannot sign in after the update',
  'Invoice shows the wrong address',
  'Export stops half way',
  'How do we add a second site?',
  'Webhook did not arrive',
] as const;
const states = ['new', 'waiting_on_you', 'waiting_on_customer', 'on_hold', 'closed'] as const;

const idOf = (kind: string, number: number, index: number): string =>
  `${kind}_${number}_${String(index).padStart(4, '0')}`;

export type PylonIssue = ReturnType<typeof pylonIssue>;

export const pylonIssue = (number: number, index: number, title: string, createdAt: string) => ({
  id: idOf('issue', number, index),
  number: 100 + index,
  title,
  link: `https://app.usepylon.com/issues?issueNumber=${100 + index}`,
  body_html: `<p>${title}</p>`,
  state: 'new' as string,
  account: { id: idOf('account', number, index % 12) } as { id: string } | null,
  requester: { id: idOf('contact', number, index % 20) } as { id: string } | null,
  assignee: null as { id: string } | null,
  team: null as { id: string } | null,
  tags: [] as string[],
  priority: 'medium' as string,
  created_at: createdAt,
  latest_message_time: createdAt,
});

/** One organization: accounts, contacts, and issues of the last 80 days before the data's anchor. */
export function pylonOrganization(number: number) {
  const draw = chance(number * 6_151 + 9);
  const accounts = Array.from({ length: 12 }, (_, index) => {
    const name = companyName(index * 2 + number);
    const primary_domain = domainOf(name);
    return {
      id: idOf('account', number, index),
      name,
      primary_domain,
      domains: [primary_domain],
      tags: [],
      type: 'customer',
    };
  });
  const contacts = Array.from({ length: 20 }, (_, index) => {
    const first = draw.pick(firstNames);
    const account = accounts[index % accounts.length];
    return {
      id: idOf('contact', number, index),
      name: `${first} ${draw.pick(lastNames)}`,
      email: `${first.toLowerCase()}@${account?.primary_domain}`,
      account: { id: account?.id },
    };
  });
  const issues = Array.from({ length: 60 }, (_, index) => ({
    ...pylonIssue(number, index, draw.pick(titles), daysBefore(index * 1.3)),
    state: draw.pick(states) as string,
  }));
  return { id: idOf('org', number, 0), name: companyName(number * 11), accounts, contacts, issues };
}
export type PylonOrganization = ReturnType<typeof pylonOrganization>;
