import { readFile } from 'node:fs/promises';
import process from 'node:process';

/**
 * A process as text: its id and, where /proc tells it, the time it started, because ids are reused
 * (in a container within seconds).
 */
export async function identityOf(pid: number): Promise<string> {
  return `${pid} ${await startOf(pid)}`;
}

/** Whether the process that wrote the text is still the one that carries its id. */
export async function isSameProcess(identity: string): Promise<boolean> {
  const pid = Number(identity.split(' ')[0]);
  return isAlive(pid) && (await identityOf(pid)) === identity;
}

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The executable's name, or an empty string where the system does not tell. */
export async function programOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
}

async function startOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Fields are counted after the name, which may itself hold spaces: start time is field 22 (proc(5)).
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
