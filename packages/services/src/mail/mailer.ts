import type { Clock } from '@patchbay/core';
import { createHttp, OutboundError, type Resolve } from '@patchbay/providers';
import { createTransport } from 'nodemailer';

export type Mail = {
  /** Repeated attempts carry the same id, so that receiving systems can tell them from new mail. */
  messageId: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
};

/** The way mail leaves this Patchbay. */
export type Mailer = {
  /** What `MAIL_FROM` says. */
  readonly from: string;
  /** @throws OutboundError in words that may be shown */
  send(mail: Mail, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

export type MailSettings = {
  /** `smtp://user:password@host:587` (STARTTLS where offered, and always for a password) or `smtps://…:465`. Secret. */
  url: string;
  from: string;
  clock: Clock;
  /** Name resolution, for tests. */
  resolve?: Resolve;
};

const patienceMs = 20_000;

/**
 * Opens the relay that the operator named in the environment. Nobody else can name one, so it may stand on a private
 * address without OUTBOUND_ALLOW; cloud metadata addresses stay out of reach, and the address that was checked is
 * the one connected to. Nothing is connected before the first mail.
 */
export function openMailer({ url, from, clock, resolve }: MailSettings): Mailer {
  const relay = readRelay(url);
  const place = `${relay.host.includes(':') ? `[${relay.host}]` : relay.host}:${relay.port}`;
  const network = createHttp({ clock, allow: [place], ...(resolve && { resolve }) });
  return {
    from,
    async send({ messageId, to, subject, text, html }, signal) {
      const connection = await network
        .connect(new URL(`smtp://${place}`), signal && { signal })
        .catch((error: unknown) => {
          throw outOfReach(error);
        });
      const transport = createTransport({
        host: relay.host,
        port: relay.port,
        secure: relay.secure,
        // A password goes over no network in the clear, whatever a relay (or somebody before it) offers.
        requireTLS: relay.user !== '' && !isLoopback(connection.remoteAddress),
        ...(relay.user && { auth: { user: relay.user, pass: relay.password } }),
        connection,
        connectionTimeout: patienceMs,
        greetingTimeout: patienceMs,
        socketTimeout: patienceMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await transport.sendMail({
          from,
          to,
          subject: subject.replace(/\p{Cc}+/gu, ' ').slice(0, 200),
          text,
          html,
          messageId: `<${messageId}@patchbay>`,
          headers: { 'auto-submitted': 'auto-generated' },
        });
      } catch (error) {
        throw inWords(error);
      } finally {
        transport.close();
        connection.destroy();
      }
    },
    close: () => network.close(),
  };
}

/** Whether a text can be `SMTP_URL`; for the modules that read the environment. */
export function isRelayUrl(text: string): boolean {
  try {
    readRelay(text);
    return true;
  } catch {
    return false;
  }
}

const isLoopback = (address = ''): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);

function readRelay(text: string) {
  const url = new URL(text);
  if (!['smtp:', 'smtps:'].includes(url.protocol) || !url.hostname)
    throw new Error('must be an smtp:// or smtps:// address');
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

/** Where the relay stands is the operator's affair; organizations are told no more than that it does not answer. */
function outOfReach(error: unknown): unknown {
  const isRefused = error instanceof OutboundError && error.kind === 'refused';
  if (isRefused) return error;
  return new OutboundError('unreachable', 'The mail relay of this Patchbay cannot be reached.');
}

const sentences: Record<string, string> = {
  EAUTH: 'The mail relay refused the user name or password of SMTP_URL.',
  EENVELOPE: 'The mail relay refused the sender or every recipient.',
  EMESSAGE: 'The mail relay refused the message.',
  ETLS: 'The mail relay could not agree on encryption.',
};

/** What a relay answers may hold anything, so only its code and number are kept. */
function inWords(error: unknown): OutboundError {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const sentence = sentences[String(code)] ?? 'The mail relay did not take the message.';
  const number = typeof responseCode === 'number' ? ` (${responseCode})` : '';
  return new OutboundError('unreachable', `${sentence}${number}`);
}
