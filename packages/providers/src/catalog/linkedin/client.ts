import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import type { Classify } from '../../kit/trouble.ts';

export const UserInfo = z.object({
  sub: z.string(),
  name: z.string().nullish(),
  given_name: z.string().nullish(),
  family_name: z.string().nullish(),
  email: z.string().nullish(),
  picture: z.string().nullish(),
});
const Failure = z.object({
  message: z.string().optional(),
  code: z.string().optional(),
  serviceErrorCode: z.number().optional(),
});

export const linkedinTrouble: Classify = ({ status, content }) => {
  const failed = status >= 400 ? Failure.safeParse(content) : null;
  if (!failed?.success) return null;
  const code = failed.data.code ?? String(failed.data.serviceErrorCode ?? `http_${status}`);
  // A version is switched off about a year after its release; the setting has to move on.
  if (status === 426 || /version/i.test(code)) {
    const hint = 'LinkedIn no longer speaks the API version of the settings';
    return { what: 'misconfigured', code, hint };
  }
  return status === 403 ? { what: 'missing_scope', code } : null;
};

export type NewPost = { text: string; author?: string; visibility?: 'PUBLIC' | 'CONNECTIONS' };

/** LinkedIn's sign-in and the versioned REST API. Authors and posts are URNs. */
export const linkedinClient = (http: ApiClient) => {
  const me = () => http.json('/v2/userinfo', UserInfo);
  return {
    me,
    /** @returns the URN of the new post */
    async createPost({ text, author, visibility = 'PUBLIC' }: NewPost): Promise<string> {
      const json = {
        author: author ?? `urn:li:person:${(await me()).sub}`,
        commentary: text,
        visibility,
        distribution: {
          feedDistribution: 'MAIN_FEED',
          targetEntities: [],
          thirdPartyDistributionChannels: [],
        },
        lifecycleState: 'PUBLISHED',
        isReshareDisabledByAuthor: false,
      };
      const { headers } = await http.send('/rest/posts', { method: 'POST', json });
      const id = headers['x-restli-id'] ?? headers['x-linkedin-id'];
      if (typeof id === 'string') return id;
      throw new OutboundError('invalid_response', 'LinkedIn did not name the new post.');
    },
    async deletePost(urn: string): Promise<void> {
      await http.send(`/rest/posts/${encodeURIComponent(urn)}`, { method: 'DELETE' });
    },
  };
};
export type LinkedinClient = ReturnType<typeof linkedinClient>;
