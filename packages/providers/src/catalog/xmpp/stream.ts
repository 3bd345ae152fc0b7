import type { Socket } from 'node:net';
import { OutboundError } from '../../http/errors.ts';
import { fromTransport } from '../../http/transport-errors.ts';
import { type Element, escapeXML, Parser } from './xml.ts';

const streams = 'http://etherx.jabber.org/streams';
/** No answer of a server's administration is longer; a list of 10,000 accounts has half of it. */
const maxBytes = 2_000_000;

/** One XML stream over one socket (RFC 6120, section 4): what was sent, and the stanzas that came. */
export type XmlStream = {
  send: (element: Element) => void;
  /** The next stanza. @throws OutboundError */
  next: () => Promise<Element>;
  /** Leaves the socket to the next stream; what came and was not read is dropped. */
  leave: () => void;
  /** Says goodbye and closes. */
  end: () => void;
};

export function openStream(socket: Socket, domain: string): XmlStream {
  const parser = new Parser();
  const decoder = new TextDecoder();
  const arrived: Element[] = [];
  let waiting: { resolve: (element: Element) => void; reject: (error: Error) => void } | null =
    null;
  let failure: OutboundError | null = null;
  let size = 0;

  const fail = (error: OutboundError) => {
    failure ??= error;
    waiting?.reject(failure);
    waiting = null;
  };
  const onData = (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size > maxBytes) return stop(strange('more than anybody asked for'));
    try {
      parser.write(decoder.decode(chunk, { stream: true }));
    } catch {
      stop(strange('what is no XML'));
    }
  };
  const onClose = () => fail(new OutboundError('unreachable', `${domain} closed the connection.`));
  const onError = (error: Error) => fail(fromTransport(error, domain));
  const stop = (error: OutboundError) => {
    fail(error);
    socket.destroy();
  };

  parser.on('element', (element: Element) => {
    if (element.is('error', streams)) return stop(streamError(element));
    if (!waiting) return void arrived.push(element);
    waiting.resolve(element);
    waiting = null;
  });
  parser.on('start', (root: Element) => {
    if (!root.is('stream', streams)) stop(strange('something that is no XMPP'));
  });
  parser.on('error', () => stop(strange('what is no XML')));
  parser.on('end', onClose);
  socket.on('data', onData);
  socket.on('close', onClose);
  socket.on('error', onError);
  const leave = () => {
    socket.off('data', onData).off('close', onClose).off('error', onError);
  };

  socket.write(
    `<?xml version='1.0'?><stream:stream to='${escapeXML(domain)}' version='1.0' xml:lang='en' xmlns='jabber:client' xmlns:stream='${streams}'>`,
  );
  return {
    send: (element) => void socket.write(element.toString()),
    next: () =>
      new Promise((resolve, reject) => {
        const element = arrived.shift();
        if (element) return resolve(element);
        if (failure) return reject(failure);
        waiting = { resolve, reject };
      }),
    leave,
    end() {
      leave();
      // The other side's goodbye is of no use any more.
      socket.on('error', () => {});
      socket.end('</stream:stream>');
      socket.resume();
    },
  };
}

const strange = (what: string) =>
  new OutboundError('invalid_response', `The XMPP server sent ${what}.`);

function streamError(element: Element): OutboundError {
  const condition = element.getChildElements()[0]?.getName() ?? 'unknown';
  if (condition === 'host-unknown')
    return new OutboundError('misconfigured', 'The XMPP server does not serve this domain.');
  return new OutboundError('provider', 'The XMPP server ended the stream with an error.', {
    trouble: { what: 'provider', code: condition },
  });
}
