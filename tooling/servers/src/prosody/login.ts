import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';

export type ChatLogin = { port: number; domain: string; user: string; password: string };

/**
 * Signs in as a chat client would, over STARTTLS and SASL PLAIN, written apart from the product's own client. Answers
 * the session, or the condition of the refusal such as `not-authorized`.
 */
export async function chatLogin(login: ChatLogin): Promise<ChatClient | string> {
  const plain = connect(login.port, '127.0.0.1');
  const opening = new Wire(plain);
  opening.send(header(login.domain));
  await opening.until(/<\/stream:features>/);
  opening.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
  await opening.until(/<proceed/);
  plain.removeAllListeners('data');
  const secure = connectTls({ socket: plain, rejectUnauthorized: false, servername: login.domain });
  await new Promise((resolve) => secure.once('secureConnect', resolve));
  const wire = new Wire(secure);
  wire.send(header(login.domain));
  await wire.until(/<\/stream:features>/);
  const secret = btoa(`\0${login.user}\0${login.password}`);
  wire.send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`);
  const answer = await wire.until(/<success|<failure[^>]*><([a-z-]+)/);
  if (answer[1]) {
    secure.destroy();
    return answer[1];
  }
  wire.send(header(login.domain));
  await wire.until(/<\/stream:features>/);
  const client = new ChatClient(wire);
  await client.ask("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>");
  return client;
}

const header = (domain: string) =>
  `<?xml version='1.0'?><stream:stream to='${domain}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;

export class ChatClient {
  readonly #wire: Wire;
  #count = 0;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** Sends an iq and answers what came back. */
  async ask(payload: string, type: 'get' | 'set' = 'set'): Promise<string> {
    this.#count += 1;
    const id = `test-${this.#count}`;
    this.#wire.send(`<iq type='${type}' id='${id}'>${payload}</iq>`);
    const [answer] = await this.#wire.until(
      new RegExp(`<iq[^>]*id='${id}'[^>]*(/>|>.*?</iq>)`, 's'),
    );
    return answer;
  }

  send(stanza: string): void {
    this.#wire.send(stanza);
  }

  /** Resolves when the server ends the session. */
  ended(): Promise<void> {
    return this.#wire.closed;
  }

  leave(): Promise<void> {
    this.#wire.send('</stream:stream>');
    return this.#wire.closed;
  }
}

class Wire {
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  #heard = '';

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (piece) => {
      this.#heard += String(piece);
      if (String(piece).includes('</stream:stream>')) socket.end('</stream:stream>');
    });
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (let tries = 0; tries < 500; tries += 1) {
      const found = pattern.exec(this.#heard);
      if (found) {
        this.#heard = this.#heard.slice(found.index + found[0].length);
        return found;
      }
      await sleep(10);
    }
    throw new Error(`The server never said ${pattern}; it said ${this.#heard.slice(-500)}`);
  }
}
