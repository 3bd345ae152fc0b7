import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import type { Classify } from '../../kit/trouble.ts';

// Wire shapes as in Reddit's published source; `raw_json` stops the escaping of < > & in texts.
export const Me = z.object({
  id: z.string(),
  name: z.string(),
  created_utc: z.number().optional(),
  link_karma: z.number().optional(),
  comment_karma: z.number().optional(),
  is_suspended: z.boolean().optional(),
});
export const Post = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  author: z.string().nullish(),
  url: z.string().nullish(),
  permalink: z.string().nullish(),
  score: z.number().nullish(),
  num_comments: z.number().nullish(),
  created_utc: z.number().nullish(),
});
const Listing = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.object({ after: z.string().nullish(), children: z.array(z.object({ data: item })) }),
  });
export const Message = z.object({
  id: z.string(),
  name: z.string().nullish(),
  author: z.string().nullish(),
  subject: z.string().nullish(),
  body: z.string().nullish(),
  created_utc: z.number().nullish(),
});
export const Subreddit = z.object({
  id: z.string(),
  display_name: z.string(),
  title: z.string().nullish(),
  public_description: z.string().nullish(),
  subscribers: z.number().nullish(),
});
export const Submitted = z.object({ id: z.string(), name: z.string(), url: z.string().nullish() });
const SubmitAnswer = z.object({ json: z.object({ data: Submitted }) });
const CommentAnswer = z.object({
  json: z.object({
    data: z.object({
      things: z.array(z.object({ data: z.object({ id: z.string(), name: z.string() }) })).min(1),
    }),
  }),
});
const FormErrors = z.object({ json: z.object({ errors: z.array(z.array(z.unknown())).min(1) }) });

/** A form is refused with HTTP 200 and a list of codes; `RATELIMIT` means to wait with the next post. */
export const redditTrouble: Classify = ({ status, headers, content }) => {
  const refused = FormErrors.safeParse(content);
  if (refused.success) {
    const code = String(refused.data.json.errors[0]?.[0] ?? 'unknown');
    return { what: code === 'RATELIMIT' ? 'rate_limited' : 'invalid_request', code };
  }
  const challenge = String(headers['www-authenticate'] ?? '');
  return status === 403 && challenge.includes('insufficient_scope')
    ? { what: 'missing_scope', code: 'insufficient_scope' }
    : null;
};

type Paging = { limit?: number; cursor?: string };
const pageQuery = ({ limit, cursor: after }: Paging) => ({ raw_json: 1, limit, after });
export type NewPost = {
  subreddit: string;
  title: string;
  text?: string;
  url?: string;
  sendReplies?: boolean;
};

/** Reddit's OAuth API. Ids are base 36; `name` is the full name (`t3_…`). */
export const redditClient = (http: ApiClient) => ({
  me: () => http.json('/api/v1/me', Me, { query: { raw_json: 1 } }),
  async newPosts(subreddit: string, paging: Paging = {}) {
    const path = `/r/${encodeURIComponent(subreddit)}/new`;
    return unwrap(await http.json(path, Listing(Post), { query: pageQuery(paging) }));
  },
  async about(subreddit: string) {
    const answer = z.object({ data: Subreddit });
    return (await http.json(`/r/${encodeURIComponent(subreddit)}/about`, answer)).data;
  },
  async inbox(paging: Paging = {}) {
    return unwrap(
      await http.json('/message/inbox', Listing(Message), { query: pageQuery(paging) }),
    );
  },
  async submit({ subreddit, title, text, url, sendReplies = true }: NewPost) {
    const form = {
      api_type: 'json',
      sr: subreddit,
      kind: url ? 'link' : 'self',
      title,
      ...(url ? { url } : { text: text ?? '' }),
      resubmit: 'true',
      sendreplies: String(sendReplies),
    };
    return (await http.json('/api/submit', SubmitAnswer, { method: 'POST', form })).json.data;
  },
  async comment(parent: string, text: string) {
    const form = { api_type: 'json', thing_id: parent, text };
    const { json } = await http.json('/api/comment', CommentAnswer, { method: 'POST', form });
    return json.data.things[0]?.data ?? { id: '', name: '' };
  },
});
export type RedditClient = ReturnType<typeof redditClient>;

const unwrap = <Item>({
  data,
}: {
  data: { after?: string | null; children: { data: Item }[] };
}) => ({
  items: data.children.map((child) => child.data),
  cursor: data.after ?? null,
});
