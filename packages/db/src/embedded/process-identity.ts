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

/** What /proc says of a process: its program's name and state; empty where there is no /proc. */
export async function describeProcess(pid: number): Promise<{ program: string; state: string }> {
  const fields = await statOf(pid);
  return { program: fields.program, state: fields.rest[0] ?? '' };
}

const startOf = async (pid: number): Promise<string> => (await statOf(pid)).rest[19] ?? '';

async function statOf(pid: number): Promise<{ program: string; rest: string[] }> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name stands in brackets and may itself hold spaces and brackets (proc(5)).
  const end = line.lastIndexOf(')');
  return { program: line.slice(line.indexOf('(') + 1, end), rest: line.slice(end + 2).split(' ') };
}
