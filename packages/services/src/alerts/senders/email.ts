import { PatchbayError } from '@patchbay/core';
import type { AlertMessage } from '../message.ts';
import type { Sender } from './sender.ts';

/** Mail. A repeated attempt carries the same Message-ID, which many mailboxes show once. */
export const sendMail: Sender = async ({ runtime, channel, message, signal }) => {
  const { mail } = runtime;
  if (!mail) {
    throw new PatchbayError(
      'unavailable',
      'This Patchbay has no mail relay: its operator has to set SMTP_URL and MAIL_FROM.',
    );
  }
  const to = channel.target.recipients ?? [];
  const { id, title } = message;
  const subject = `[${message.organization}] ${title}`;
  const mailing = { messageId: id, to, subject, text: textOf(message), html: htmlOf(message) };
  await mail.send(mailing, signal);
};

const textOf = ({ title, lines, link, organization }: AlertMessage): string =>
  [title, '', ...lines, '', link, '', `Sent by Patchbay for ${organization}.`].join('\n');

const htmlOf = ({ title, lines, link, organization }: AlertMessage): string =>
  `<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:15px;line-height:1.5">
<h1 style="font-size:18px">${escaped(title)}</h1>
${lines.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
<p><a href="${escaped(link)}">Open in Patchbay</a></p>
<p style="color:#666;font-size:13px">Sent by Patchbay for ${escaped(organization)}.</p>
</body></html>`;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
