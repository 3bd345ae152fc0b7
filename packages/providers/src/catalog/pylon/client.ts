import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import type { Classify, TroubleKind } from '../../kit/trouble.ts';

// Shapes as users of Pylon's API published them; what is not read here is dropped.
const Me = z.object({ data: z.object({ id: z.string(), name: z.string() }) });
export const Issue = z.object({
  id: z.string(),
  number: z.number().nullish(),
  title: z.string().nullish(),
  state: z.string().nullish(),
  priority: z.string().nullish(),
  link: z.string().nullish(),
  created_at: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
});
export const Account = z.object({
  id: z.string(),
  name: z.string().nullish(),
  primary_domain: z.string().nullish(),
});
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item).nullish(),
    pagination: z
      .object({ cursor: z.string().nullish(), has_next_page: z.boolean().nullish() })
      .nullish(),
  });
const One = z.object({ data: Issue });
const Failure = z.object({ code: z.string() });

const troubles: Partial<Record<string, TroubleKind>> = {
  invalid_authorization_header: 'dead_credential',
  invalid_api_token: 'dead_credential',
  not_found: 'not_found',
};

export const pylonTrouble: Classify = ({ status, content }) => {
  const failed = status >= 400 ? Failure.safeParse(content) : null;
  if (!failed?.success) return null;
  const { code } = failed.data;
  const hint = 'The token belongs to the other region';
  if (code === 'wrong_region_token') return { what: 'misconfigured', code, hint };
  const what = troubles[code];
  return what ? { what, code } : null;
};

type Body = Record<string, unknown>;
export type Paging = { cursor?: string; limit?: number };
const id = encodeURIComponent;

/** Pylon's REST API. Lists are paged by cursor; issues by time need both ends, 30 days apart at most. */
export const pylonClient = (http: ApiClient) => ({
  me: async () => (await http.json('/me', Me)).data,
  issues: async (query: Paging & { start_time: string; end_time: string }) =>
    page(await http.json('/issues', listOf(Issue), { query })),
  searchIssues: async (json: Body) =>
    page(
      await http.json('/issues/search', listOf(Issue), { method: 'POST', json, idempotent: true }),
    ),
  issue: async (issue: string) => (await http.json(`/issues/${id(issue)}`, One)).data,
  createIssue: async (json: Body) =>
    (await http.json('/issues', One, { method: 'POST', json })).data,
  updateIssue: async (issue: string, json: Body) =>
    (await http.json(`/issues/${id(issue)}`, One, { method: 'PATCH', json })).data,
  accounts: async (query: Paging = {}) =>
    page(await http.json('/accounts', listOf(Account), { query })),
});
export type PylonClient = ReturnType<typeof pylonClient>;

const page = <Item>(answer: {
  data?: Item[] | null;
  pagination?: { cursor?: string | null; has_next_page?: boolean | null } | null;
}) => ({
  items: answer.data ?? [],
  cursor: answer.pagination?.has_next_page ? (answer.pagination.cursor ?? null) : null,
});
