import { OutboundError } from '../../http/errors.ts';
import { createScram, scramHashes } from './scram.ts';
import type { XmlStream } from './stream.ts';
import { type Element, xml } from './xml.ts';

const sasl = 'urn:ietf:params:xml:ns:xmpp-sasl';

/** Conditions that blame name or password (RFC 6120, section 6.5); the others are the server's own trouble. */
const refusals = new Set([
  'not-authorized',
  'account-disabled',
  'credentials-expired',
  'invalid-authzid',
  'malformed-request',
]);

type Login = { user: string; password: string };

/**
 * Signs in over a stream that has TLS: by SCRAM, which shows the server no password, else by PLAIN.
 * @throws OutboundError
 */
export async function authenticate(
  stream: XmlStream,
  features: Element,
  login: Login,
): Promise<void> {
  const offered = (features.getChild('mechanisms', sasl)?.getChildren('mechanism') ?? []).map(
    (mechanism) => mechanism.getText(),
  );
  const scram = Object.entries(scramHashes).find(([mechanism]) => offered.includes(mechanism));
  if (scram) return byScram(stream, scram, login);
  if (offered.includes('PLAIN')) return byPlain(stream, login);
  throw new OutboundError('misconfigured', 'The XMPP server offers no way to sign in by password.');
}

async function byScram(
  stream: XmlStream,
  [mechanism, hash]: [string, string],
  login: Login,
): Promise<void> {
  const scram = createScram(hash, login);
  stream.send(xml('auth', { xmlns: sasl, mechanism }, encoded(scram.first)));
  const challenge = await answerOf(stream, 'challenge');
  stream.send(xml('response', { xmlns: sasl }, encoded(await scram.answer(challenge))));
  scram.verify(await answerOf(stream, 'success'));
}

async function byPlain(stream: XmlStream, { user, password }: Login): Promise<void> {
  const message = encoded(`\0${user}\0${password}`);
  stream.send(xml('auth', { xmlns: sasl, mechanism: 'PLAIN' }, message));
  await answerOf(stream, 'success');
}

async function answerOf(stream: XmlStream, wanted: 'challenge' | 'success'): Promise<string> {
  const answer = await stream.next();
  if (answer.is(wanted, sasl)) return Buffer.from(answer.getText(), 'base64').toString('utf8');
  if (!answer.is('failure', sasl))
    throw new OutboundError('invalid_response', 'The XMPP server broke the sign-in off.');
  const condition = answer.getChildElements()[0]?.getName() ?? 'unknown';
  if (refusals.has(condition))
    throw new OutboundError('auth', 'The XMPP server refused the name or the password.', {
      trouble: { what: 'dead_credential', code: condition },
    });
  throw new OutboundError('provider', 'The XMPP server cannot sign anybody in just now.', {
    trouble: { what: 'provider', code: condition },
  });
}

const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
