import process from 'node:process';

/** What somebody needs to use the running product. The organization is its slug. */
export type Access = {
  url: string;
  email: string;
  password: string;
  apiKey: string;
  organization: string;
};

/** Standard output belongs to the result alone; everything said on the way goes to standard error. */
export function report(access: Access, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(access)}\n`);
    return;
  }
  const rows = [
    ['Address', access.url],
    ['E-mail', access.email],
    ['Password', access.password],
    ['API key', access.apiKey],
  ];
  const lines = rows.map(([label = '', value]) => `  ${label.padEnd(10)}${value}`);
  process.stdout.write(`\nPatchbay is ready. Ctrl-C stops it.\n\n${lines.join('\n')}\n\n`);
}
