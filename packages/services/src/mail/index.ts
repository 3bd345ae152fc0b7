export { isRelayUrl, type Mail, type Mailer, type MailSettings, openMailer } from './mailer.ts';
export { mailerOf } from './settings.ts';
