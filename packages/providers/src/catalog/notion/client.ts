import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import type { Classify, TroubleKind } from '../../kit/trouble.ts';

// Shapes from Notion's own client library; properties and blocks stay as they come.
const Loose = z.record(z.string(), z.unknown());
export const Page = z.object({
  id: z.string(),
  url: z.string().nullish(),
  created_time: z.string().nullish(),
  last_edited_time: z.string().nullish(),
  archived: z.boolean().nullish(),
  properties: Loose.optional(),
});
export const User = z.object({
  id: z.string(),
  type: z.string().nullish(),
  name: z.string().nullish(),
});
const Bot = User.extend({
  bot: z.object({
    workspace_id: z.string().nullish(),
    workspace_name: z.string().nullish(),
  }),
});
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    results: z.array(item),
    next_cursor: z.string().nullable(),
    has_more: z.boolean(),
  });
export const Things = listOf(Loose);
export const Users = listOf(User);
const Failure = z.object({ object: z.literal('error'), code: z.string() });

const troubles: Partial<Record<string, TroubleKind>> = {
  unauthorized: 'dead_credential',
  restricted_resource: 'forbidden',
  object_not_found: 'not_found',
  rate_limited: 'rate_limited',
  service_overload: 'rate_limited',
  internal_server_error: 'provider',
  service_unavailable: 'provider',
  gateway_timeout: 'provider',
  missing_version: 'misconfigured',
};

export const notionTrouble: Classify = ({ content }) => {
  const failed = Failure.safeParse(content);
  if (!failed.success) return null;
  const { code } = failed.data;
  const what = troubles[code] ?? 'invalid_request';
  const hint = 'Notion shows nothing there; the page may not be shared with the connection';
  return { what, code, ...(what === 'not_found' ? { hint } : {}) };
};

type Body = Record<string, unknown>;
export type Paging = { page_size?: number; start_cursor?: string };
const id = encodeURIComponent;

/** Notion's API. Since version 2025-09-03 a database holds data sources, which are what is queried. */
export const notionClient = (http: ApiClient, { apiVersion }: { apiVersion: string }) => {
  const sources = apiVersion < '2025-09-03' ? 'databases' : 'data_sources';
  return {
    me: () => http.json('/users/me', Bot),
    users: (query: Paging = {}) => http.json('/users', Users, { query }),
    search: (json: Body) =>
      http.json('/search', Things, { method: 'POST', json, idempotent: true }),
    page: (page: string) => http.json(`/pages/${id(page)}`, Page),
    createPage: (json: Body) => http.json('/pages', Page, { method: 'POST', json }),
    updatePage: (page: string, json: Body) =>
      http.json(`/pages/${id(page)}`, Page, { method: 'PATCH', json }),
    blocks: (block: string, query: Paging = {}) =>
      http.json(`/blocks/${id(block)}/children`, Things, { query }),
    appendBlocks: (block: string, children: Body[]) =>
      http.json(`/blocks/${id(block)}/children`, Things, { method: 'PATCH', json: { children } }),
    query: (source: string, json: Body) =>
      http.json(`/${sources}/${id(source)}/query`, Things, {
        method: 'POST',
        json,
        idempotent: true,
      }),
  };
};
export type NotionClient = ReturnType<typeof notionClient>;
