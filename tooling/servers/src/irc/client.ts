import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A person at an IRC client: one line out, lines in. */
export class IrcClient {
  readonly #socket: Socket;
  #heard = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('data', (piece) => {
      this.#heard += String(piece);
      for (const [, token] of String(piece).matchAll(/^PING (\S+)/gm)) this.send(`PONG ${token}`);
    });
  }

  static async connect(port: number, nick: string): Promise<IrcClient> {
    const client = new IrcClient(connect(port, '127.0.0.1'));
    client.send(`NICK ${nick}`);
    client.send(`USER ${nick.replace(/\W/g, 'x')} 0 * :${nick}`);
    await client.until(/ 001 /);
    return client;
  }

  send(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  /** What NickServ says to a command: the first notice that matches. */
  async ask(command: string, answer: RegExp): Promise<string> {
    this.forget();
    this.send(`PRIVMSG NickServ :${command}`);
    return (await this.until(answer))[0];
  }

  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (let tries = 0; tries < 500; tries += 1) {
      const found = pattern.exec(this.#heard);
      if (found) return found;
      await sleep(10);
    }
    throw new Error(`Nobody said ${pattern}: ${this.#heard.slice(-500)}`);
  }

  /** Hands over what was heard so far, and listens anew. */
  forget(): string {
    const heard = this.#heard;
    this.#heard = '';
    return heard;
  }

  leave(): void {
    this.#socket.destroy();
  }
}
