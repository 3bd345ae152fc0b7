import { z } from 'zod';
import type { ApiClient, CallOptions } from '../../http/api-client.ts';
import type { Classify } from '../../kit/trouble.ts';

// Shapes as WordPress 6.1 sent them.
export const Me = z.object({
  id: z.number(),
  name: z.string().nullish(),
  username: z.string().nullish(),
  roles: z.array(z.string()).nullish(),
});
const Site = z.object({ name: z.string(), url: z.string() });
export const Post = z.object({
  id: z.number(),
  status: z.string().nullish(),
  link: z.string().nullish(),
  date: z.string().nullish(),
  title: z.object({ rendered: z.string() }).nullish(),
});
const Failure = z.object({ code: z.string() });

/** What a taken name or address is: HTTP 500, which is no trouble of the server. */
const refusals = ['existing_user_login', 'existing_user_email'];

export const wordpressTrouble: Classify = ({ status, content }) => {
  const failed = status >= 400 ? Failure.safeParse(content) : null;
  if (!failed?.success) return null;
  const { code } = failed.data;
  if (refusals.includes(code)) return { what: 'invalid_request', code };
  if (status === 401 && code !== 'rest_forbidden_context') return { what: 'dead_credential', code };
  return status === 404 && code !== 'rest_no_route' ? { what: 'not_found', code } : null;
};

export type PostFields = {
  title?: string;
  content?: string;
  excerpt?: string;
  status?: 'draft' | 'publish' | 'pending' | 'private';
};
export type ListPosts = { page?: number; per_page?: number; search?: string; status?: string };

/** WordPress' REST API; a site without pretty permalinks takes the route as a parameter instead. */
export const wordpressClient = (http: ApiClient, { permalinks }: { permalinks: string }) => {
  const call = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    options: CallOptions = {},
  ) =>
    permalinks === 'plain'
      ? http.json('/', schema, { ...options, query: { rest_route: path, ...options.query } })
      : http.json(path, schema, options);
  return {
    me: () => call('/wp/v2/users/me', Me, { query: { context: 'edit' } }),
    site: () => call('/', Site, { query: { _fields: 'name,url' } }),
    posts: (query: ListPosts = {}) => call('/wp/v2/posts', z.array(Post), { query }),
    createPost: (json: PostFields) => call('/wp/v2/posts', Post, { method: 'POST', json }),
    updatePost: (id: number, json: PostFields) =>
      call(`/wp/v2/posts/${id}`, Post, { method: 'POST', json }),
    deletePost: (id: number, force: boolean) =>
      call(`/wp/v2/posts/${id}`, z.unknown(), { method: 'DELETE', query: { force } }),
  };
};
export type WordpressClient = ReturnType<typeof wordpressClient>;
