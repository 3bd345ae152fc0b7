/** What a person does on a consent page. */
export type Decision = { account?: string; deny?: boolean };

/**
 * Plays the person: posts the form of the consent page at `address` (already rewritten to the sandbox) and
 * returns where it leads. @throws Error with the page's text when it refuses
 */
export async function giveConsent(address: string | URL, decision: Decision = {}): Promise<URL> {
  const url = new URL(address);
  const form = new URLSearchParams(url.search);
  form.set('sandbox_account', decision.account ?? '1');
  form.set('sandbox_decision', decision.deny ? 'deny' : 'allow');
  url.search = '';
  const reply = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  const location = reply.headers.get('location');
  if (reply.status === 303 && location) return new URL(location);
  throw new Error(`The consent page answered ${reply.status}: ${(await reply.text()).slice(-300)}`);
}
