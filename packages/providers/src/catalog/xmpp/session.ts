import type { Socket } from 'node:net';
import { OutboundError } from '../../http/errors.ts';
import { secureSocket } from '../../http/tls.ts';
import { fromTransport } from '../../http/transport-errors.ts';
import { authenticate } from './sasl.ts';
import { openStream, type XmlStream } from './stream.ts';
import { type Element, xml } from './xml.ts';

const streams = 'http://etherx.jabber.org/streams';
const tls = 'urn:ietf:params:xml:ns:xmpp-tls';
const bind = 'urn:ietf:params:xml:ns:xmpp-bind';
const sessionMs = 15_000;

export type XmppLogin = {
  domain: string;
  user: string;
  password: string;
  tlsFingerprint?: string | undefined;
};
export type XmppSession = {
  /** `TLSv1.3`, and how the certificate was found good. */
  security: string;
  /** Sends an iq and hands back its answer, a refusal included. @throws OutboundError */
  request: (type: 'get' | 'set', to: string, payload: Element) => Promise<Element>;
};

/**
 * Signs in as one account over STARTTLS, runs `work` and leaves again. Nothing is sent over a connection without TLS
 * but the wish for it, so a server that offers none is refused.
 * @throws OutboundError `auth` when the server refuses name or password
 */
export async function withXmppSession<Result>(
  connect: (signal: AbortSignal) => Promise<Socket>,
  login: XmppLogin,
  work: (session: XmppSession) => Promise<Result>,
  outer?: AbortSignal,
): Promise<Result> {
  const timeout = AbortSignal.timeout(sessionMs);
  const signal = outer ? AbortSignal.any([outer, timeout]) : timeout;
  const plain = await connect(signal);
  let socket = plain;
  const stop = () => void socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await startTls(plain, login.domain);
    const secure = await secured(plain, login);
    socket = secure;
    const authenticating = openStream(secure, login.domain);
    await authenticate(authenticating, await featuresOf(authenticating), login);
    authenticating.leave();
    const stream = openStream(secure, login.domain);
    await bindResource(stream);
    const pinned = login.tlsFingerprint ? 'as pinned' : 'trusted';
    const security = `${secure.getProtocol() ?? 'TLS'}, certificate ${pinned}`;
    const result = await work({ security, request: requesting(stream) });
    stream.end();
    return result;
  } catch (error) {
    socket.destroy();
    if (timeout.aborted)
      throw new OutboundError('unreachable', `${login.domain} did not answer in time.`);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    plain.on('error', () => {});
  }
}

async function startTls(socket: Socket, domain: string): Promise<void> {
  const stream = openStream(socket, domain);
  const features = await featuresOf(stream);
  if (!features.getChild('starttls', tls))
    throw new OutboundError('misconfigured', `${domain} offers no TLS, so nothing is sent to it.`);
  stream.send(xml('starttls', { xmlns: tls }));
  const answer = await stream.next();
  stream.leave();
  if (!answer.is('proceed', tls))
    throw new OutboundError('provider', `${domain} offers TLS and then refuses it.`);
}

/** The certificate is for the domain, whatever machine it is on (RFC 6120, section 13.7). */
async function secured(socket: Socket, { domain, tlsFingerprint }: XmppLogin) {
  try {
    return await secureSocket(socket, { host: domain, tlsFingerprint, timeoutMs: 5_000 });
  } catch (error) {
    throw fromTransport(error, domain);
  }
}

async function featuresOf(stream: XmlStream): Promise<Element> {
  const features = await stream.next();
  if (features.is('features', streams)) return features;
  throw new OutboundError('invalid_response', 'The XMPP server does not say what it offers.');
}

async function bindResource(stream: XmlStream): Promise<void> {
  const features = await featuresOf(stream);
  if (!features.getChild('bind', bind))
    throw new OutboundError('provider', 'The XMPP server lets nobody in just now.');
  const bound = await requesting(stream)('set', '', xml('bind', { xmlns: bind }));
  if (bound.attrs.type !== 'result')
    throw new OutboundError('provider', 'The XMPP server refused the session.');
}

/** Ids count up; whatever else the server sends on such a short visit needs no answer. */
function requesting(stream: XmlStream): XmppSession['request'] {
  let count = 0;
  return async (type, to, payload) => {
    count += 1;
    const id = `patchbay-${count}`;
    stream.send(xml('iq', { type, id, ...(to && { to }) }, payload));
    for (;;) {
      const stanza = await stream.next();
      if (stanza.getName() === 'iq' && stanza.attrs.id === id && isAnswer(stanza)) return stanza;
    }
  };
}

const isAnswer = ({ attrs }: Element): boolean => ['result', 'error'].includes(attrs.type ?? '');
