import { z } from 'zod';
import { cursor, operation, pageOf } from '../../kit/operation.ts';
import { Account, Issue, type PylonClient } from './client.ts';

const id = z.string().min(1).max(100);
const paging = {
  limit: z.int().min(1).max(999).optional(),
  cursor,
};
const time = z.iso.datetime({ offset: true });
const changes = {
  state: z.string().max(100).optional(),
  assignee_id: id.optional(),
  team_id: id.optional(),
  tags: z.array(z.string()).max(50).optional(),
};

export const pylonOperations = {
  'issues.list': operation({
    title: 'Issues by time',
    about: 'Issues made in a window of at most 30 days.',
    effect: 'read',
    input: z
      .object({ start_time: time, end_time: time, ...paging })
      .refine(({ start_time, end_time }) => {
        const days = (Date.parse(end_time) - Date.parse(start_time)) / 86_400_000;
        return days > 0 && days <= 30;
      }, 'must span more than nothing and at most 30 days'),
    output: pageOf(Issue),
    run: (client: PylonClient, input) => client.issues(input),
  }),
  'issues.search': operation({
    title: 'Search issues',
    about: 'Issues that match a filter of Pylon.',
    effect: 'read',
    input: z.object({ filter: z.record(z.string(), z.unknown()), ...paging }),
    output: pageOf(Issue),
    run: (client: PylonClient, input) => client.searchIssues(input),
  }),
  'issues.get': operation({
    title: 'Issue',
    about: 'One issue by its id or number.',
    effect: 'read',
    input: z.object({ issue: id }),
    output: Issue,
    run: (client: PylonClient, { issue }) => client.issue(issue),
  }),
  'issues.create': operation({
    title: 'Create an issue',
    about: 'Opens an issue for an account or a person.',
    effect: 'write',
    input: z.object({
      title: z.string().min(1).max(500),
      body_html: z.string().min(1),
      account_id: id.optional(),
      requester_id: id.optional(),
      priority: z.string().max(50).optional(),
      ...changes,
    }),
    output: Issue,
    run: (client: PylonClient, input) => client.createIssue(input),
  }),
  'issues.update': operation({
    title: 'Change an issue',
    about: 'Sets state, assignee, team or tags; an empty text clears a field.',
    effect: 'write',
    input: z.object({ issue: id, ...changes }),
    output: Issue,
    run: (client: PylonClient, { issue, ...change }) => client.updateIssue(issue, change),
  }),
  'accounts.list': operation({
    title: 'Accounts',
    about: 'Customers as Pylon knows them.',
    effect: 'read',
    input: z.object(paging),
    output: pageOf(Account),
    run: (client: PylonClient, page) => client.accounts(page),
  }),
};
