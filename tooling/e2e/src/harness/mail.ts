/** A mail server that no journey has used, nor an earlier try of the same: mailboxes stay on them. */
export const someMailServer = (): number => 100_000 + Math.floor(Math.random() * 900_000);

/** Settings of one of the mail servers that the sandbox plays; each number is a server of its own. */
export const mailOf = (number: number) => ({
  baseUrl: 'https://mail.mailcow-sandbox.example',
  apiKey: `5A4DB0-00000A-000000-000000-${String(number).padStart(6, '0')}`,
  domain: `tenant-${number}.example`,
});
