import { type Clock, EnvironmentError } from '@patchbay/core';
import { isRelayUrl, type Mailer, openMailer } from './mailer.ts';

/**
 * The relay that `SMTP_URL` and `MAIL_FROM` describe; nothing without them.
 * @throws EnvironmentError when one of the two is missing or the address is none
 */
export function mailerOf(
  {
    SMTP_URL: url,
    MAIL_FROM: from,
  }: { SMTP_URL?: string | undefined; MAIL_FROM?: string | undefined },
  clock: Clock,
): Mailer | undefined {
  if (url === undefined && from === undefined) return undefined;
  if (url === undefined) throw wrong('SMTP_URL', 'must be set with MAIL_FROM');
  if (from === undefined) throw wrong('MAIL_FROM', 'must be set with SMTP_URL');
  if (!isRelayUrl(url)) throw wrong('SMTP_URL', 'must be an smtp:// or smtps:// address');
  return openMailer({ url, from, clock });
}

const wrong = (variable: string, problem: string) => new EnvironmentError([{ variable, problem }]);
