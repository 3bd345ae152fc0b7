import { nameText, StorableText, signOnScopes } from '@patchbay/core';
import { z } from 'zod';

const RedirectUri = StorableText.max(500, 'At most 500 characters.').refine(isRedirectUri, {
  message: 'Give a whole https address without #; http only for this computer itself.',
});

/** RFC 9700 2.1: to the letter, over https; RFC 8252 8.3: http for loopback addresses. */
function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#') || text.includes('*')) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

const isLoopback = (name: string) => ['localhost', '127.0.0.1', '[::1]'].includes(name);

export const CreateSignOnClientInput = z.object({
  name: nameText('Give the tool a name.'),
  redirectUris: z
    .array(RedirectUri)
    .min(1, 'Give the address that the tool is returned to.')
    .max(10, 'At most ten addresses.'),
  /** `confidential`: a server that keeps a secret. `public`: an app or a page, which proves itself by PKCE alone. */
  kind: z.enum(['confidential', 'public']).default('confidential'),
  /** What it may ask for; `openid` is always part of it. */
  scopes: z.array(z.enum(signOnScopes)).default([...signOnScopes]),
  /** Off only for a server whose software has no PKCE; a public tool always needs it. */
  requirePkce: z.boolean().default(true),
});
export const SignOnClientInput = z.object({ clientId: z.string().min(1).max(100) });

export const SignOnClientView = z.object({
  clientId: z.string(),
  name: z.string(),
  kind: z.enum(['confidential', 'public']),
  redirectUris: z.array(z.string()),
  scopes: z.array(z.enum(signOnScopes)),
  requirePkce: z.boolean(),
  createdAt: z.date(),
  /** Members who let it know who they are. */
  people: z.number().int(),
});
export type SignOnClientView = z.infer<typeof SignOnClientView>;

/** The secret is answered once; only its digest is kept. Null for a public tool. */
export const CreatedSignOnClientView = SignOnClientView.extend({ secret: z.string().nullable() });
export type CreatedSignOnClientView = z.infer<typeof CreatedSignOnClientView>;
