import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type SandboxProcess = {
  url: string;
  rewrites: Record<string, string>;
  allow: string[];
  close(): Promise<void>;
};

const script = fileURLToPath(new URL('../../sandbox/src/main.ts', import.meta.url));

/** A sandbox in a process of its own, so that it takes no time from whatever is measured here. */
export async function spawnSandbox(): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, SANDBOX_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line]: string[] = await once(createInterface({ input: child.stdout }), 'line');
  const { url }: { url: string } = JSON.parse(line ?? '{}');
  return {
    url,
    rewrites: { '*.syncromsp.com': url, 'api.mspbackups.com': url },
    allow: [new URL(url).host],
    async close() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
