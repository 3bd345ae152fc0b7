import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const runtimes = ['node', 'deno'] as const;
export type WorkerRuntime = (typeof runtimes)[number];

export type LogLine = { level: string; event: string } & Record<string, unknown>;
export type WorkerProcess = {
  /** Resolves when it works; rejects with its output when it ended instead. */
  ready: Promise<void>;
  /** What it logged so far, parsed; lines that are no JSON are in `text` only. */
  lines: LogLine[];
  text(): string;
  kill(signal: NodeJS.Signals): void;
  /** Closes the channel to it, as the end of its parent does. */
  disconnect(): void;
  /** Its exit code, or `null` when a signal ended it. */
  ended: Promise<number | null>;
};

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const script = fileURLToPath(new URL('../main.ts', import.meta.url));
// The command in node_modules/.bin passes no signals on, so the binary itself is started.
const denoBinary = `${root}node_modules/deno/deno`;
export const denoFlags = ['--no-prompt', '--allow-net', '--allow-env', '--allow-sys'];

/** Starts the worker as it is started in earnest, with this environment and nothing else. */
export function spawnWorker(runtime: WorkerRuntime, env: Record<string, string>): WorkerProcess {
  const [command, ...args] =
    runtime === 'node'
      ? [`${root}node_modules/.bin/node`, script]
      : [denoBinary, 'run', ...denoFlags, `--allow-read=${root}`, script];
  const child = spawn(command ?? '', args, {
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', DENO_NO_UPDATE_CHECK: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return watch(child);
}

function watch(child: ChildProcess): WorkerProcess {
  const lines: LogLine[] = [];
  const output: string[] = [];
  const ready = Promise.withResolvers<void>();
  const note = (line: string) => {
    output.push(line);
    if (!line.startsWith('{')) return;
    const parsed: LogLine = JSON.parse(line);
    lines.push(parsed);
    if (parsed.event === 'ready') ready.resolve();
  };
  const read = [child.stdout, child.stderr].flatMap((stream) =>
    stream ? [once(createInterface({ input: stream }).on('line', note), 'close')] : [],
  );
  const text = () => output.join('\n');
  // The event `close` does not come once the channel was closed from here.
  const ended = Promise.all([once(child, 'exit'), ...read]).then(([[code]]) => exitCodeOf(code));
  void ended.then((code) => ready.reject(new Error(`the worker ended with ${code}: ${text()}`)));
  // Whoever expects the end does not wait for readiness.
  ready.promise.catch(() => {});
  return {
    ready: ready.promise,
    lines,
    text,
    kill: (signal) => void child.kill(signal),
    disconnect: () => child.disconnect(),
    ended,
  };
}

const exitCodeOf = (code: unknown): number | null => (typeof code === 'number' ? code : null);
