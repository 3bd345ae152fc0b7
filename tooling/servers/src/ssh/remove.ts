import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const installer = fileURLToPath(new URL('../../../../docker/pubnix/install.sh', import.meta.url));

/** `pbt<pid in base 36>x<chance>`: begins the name of everything that one test server makes. */
const prefixRule = /^(pbt([a-z0-9]+)x[0-9a-f]{4})-/;

/** Takes a test server's accounts, user, group and files off the machine. Whatever is missing was never made. */
export function removeNow(prefix: string): void {
  for (const name of usersOf(prefix)) {
    quietly('pkill', ['-KILL', '-u', name]);
    quietly('userdel', ['--remove', '--force', name]);
  }
  rmSync(`/var/lib/${prefix}-provision/accounts`, { recursive: true, force: true });
  quietly(installer, [
    ...['--remove', '--user', `${prefix}-hub`, '--group', `${prefix}-people`],
    ...['--prefix', prefix],
  ]);
  for (const place of [`/etc/ssh/${prefix}-keys`, `/var/lib/${prefix}`])
    rmSync(place, { recursive: true, force: true });
}

export const removePubnix = async (prefix: string): Promise<void> => removeNow(prefix);

/** What a process that was killed left behind; one that still runs keeps its own. */
export async function sweepLeftovers(): Promise<void> {
  const stale = new Map<string, number>();
  for (const name of allUsers()) {
    const [, prefix, pid] = prefixRule.exec(name) ?? [];
    if (prefix && pid) stale.set(prefix, Number.parseInt(pid, 36));
  }
  for (const [prefix, pid] of stale) if (!isRunning(pid)) removeNow(prefix);
}

const allUsers = (): string[] =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':', 1)[0] ?? '')
    .filter(Boolean);

const usersOf = (prefix: string): string[] =>
  allUsers().filter((name) => name.startsWith(`${prefix}-`) && name !== `${prefix}-hub`);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function quietly(program: string, parameters: string[]): void {
  try {
    execFileSync(program, parameters, { stdio: 'ignore', timeout: 20_000 });
  } catch {
    // It was gone, or never there.
  }
}
