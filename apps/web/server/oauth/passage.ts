import { smallPage } from './small-page.ts';

export type Passage = {
  /** What `connections.authorize` answered. */
  url: string;
  providerName: string;
};

/**
 * What the form that starts a connection answers, from a route without a component and posted as a document
 * (`reloadDocument`): a page that goes on to the consent page by itself, and has a link for who it does not.
 *
 * A redirect would not do. Chromium holds every redirect of a form's navigation to `form-action`, so a 303 to the
 * provider is blocked by `'self'`; adding the provider's origin is not enough either, because consent pages redirect on
 * to hosts that nobody lists (Notion from api.notion.com to www.notion.so, Slack to the workspace's own). A refresh
 * and a link start a new navigation, which `form-action` does not judge, and neither needs a script.
 */
export function passageTo({ url, providerName }: Passage, nonce: string): Response {
  const { protocol, host, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new Error('A consent page has a web address.');
  }
  return smallPage(
    {
      title: `Going to ${providerName}`,
      text: [`${host} asks for your consent and then sends you back here.`],
      link: { href, label: `Continue to ${providerName}` },
      isPassage: true,
    },
    nonce,
  );
}
