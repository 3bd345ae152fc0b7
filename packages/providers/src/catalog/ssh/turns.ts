import { createHash } from 'node:crypto';
import type { ShellTarget } from './session.ts';

const lines = new Map<string, Promise<void>>();

/** Whoever has other credentials waits in another line, so that nobody can hold somebody else up. */
const lineOf = ({ host, port, username, privateKey }: ShellTarget): string => {
  const key = createHash('sha256').update(privateKey).digest('base64');
  return `${username}@${host}:${port} ${key}`;
};

/** One call at a time to a host: sshd drops connections that come in crowds. */
export function inTurn<T>(target: ShellTarget, work: () => Promise<T>): Promise<T> {
  const line = lineOf(target);
  const mine = (lines.get(line) ?? Promise.resolve()).then(work);
  const settled = mine.then(
    () => {},
    () => {},
  );
  lines.set(line, settled);
  void settled.then(() => {
    if (lines.get(line) === settled) lines.delete(line);
  });
  return mine;
}
