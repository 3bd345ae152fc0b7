import { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { OutboundError } from './errors.ts';

/**
 * The SHA-256 fingerprint of a certificate as 64 small hexadecimal digits, from any of the spellings that tools print
 * (`SHA256 Fingerprint=AB:CD:…`); `null` for anything else.
 */
export function readFingerprint(text: string): string | null {
  const digits = text
    .replace(/^.*[=]/s, '')
    .replace(/^\s*sha-?256:/i, '')
    .replace(/[:\s]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}

/** The fingerprint of a certificate in PEM or DER. */
export const fingerprintOf = (certificate: string | Buffer): string =>
  readFingerprint(new X509Certificate(certificate).fingerprint256) ?? '';

/**
 * Demands that the other side proved to hold the pinned certificate. The handshake itself was made without trust in
 * anybody, so nothing may be sent before this passed.
 * @throws OutboundError `misconfigured`
 */
export function requirePinned(socket: TLSSocket, tlsFingerprint: string, host: string): void {
  const shown = readFingerprint(socket.getPeerCertificate()?.fingerprint256 ?? '');
  const wanted = readFingerprint(tlsFingerprint);
  if (wanted !== null && shown === wanted) return;
  throw new OutboundError(
    'misconfigured',
    `${host} shows another certificate than the pinned one.`,
  );
}

/** What a pin is worth on an address without TLS: nothing, so no call is made. */
export const pinnedPlain = (host: string) =>
  new OutboundError(
    'misconfigured',
    `A certificate is pinned for ${host}, but its address is plain http.`,
  );

/** Without a pin the machine's authorities decide; with one, that certificate alone, whatever its name and dates. */
export const trustOf = (tlsFingerprint: string | undefined) =>
  tlsFingerprint === undefined ? {} : { rejectUnauthorized: false };

export type Securing = {
  host: string;
  tlsFingerprint?: string;
  timeoutMs: number;
  protocols?: string[];
};

/**
 * Shakes hands over a connection that stands. A socket that is not trusted is destroyed.
 * @throws OutboundError, or what TLS throws
 */
export function secureSocket(socket: Socket, options: Securing): Promise<TLSSocket> {
  const { host, tlsFingerprint } = options;
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      socket,
      host,
      servername: isIP(host) ? undefined : host,
      ALPNProtocols: options.protocols,
      ...trustOf(tlsFingerprint),
    });
    const fail = (error: unknown) => {
      clearTimeout(timer);
      reject(error);
      secure.destroy();
    };
    const timer = setTimeout(
      () => fail(new OutboundError('unreachable', `${host} did not answer in time.`)),
      options.timeoutMs,
    );
    secure.once('secureConnect', () => {
      try {
        if (tlsFingerprint !== undefined) requirePinned(secure, tlsFingerprint, host);
      } catch (error) {
        return fail(error);
      }
      clearTimeout(timer);
      resolve(secure);
    });
    secure.once('close', () =>
      fail(new OutboundError('unreachable', `${host} closed the connection.`)),
    );
    // Stays: an error after the handshake must not end the process before the socket's owner listens.
    secure.on('error', fail);
  });
}
