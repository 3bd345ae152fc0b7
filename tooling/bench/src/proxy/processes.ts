import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Starts a script that says `{ "port": … }` on its first line; everything measured has a process of its own. */
export async function start(
  stack: AsyncDisposableStack,
  script: URL,
  ...args: string[]
): Promise<number> {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stack.defer(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`${script.pathname} ended with ${code}`);
  });
  died.catch(() => undefined);
  const said = once(createInterface({ input: child.stdout }), 'line');
  const [line] = await Promise.race([said, died]);
  return Number(JSON.parse(String(line)).port);
}

export const upstreamScript = new URL('./upstream.ts', import.meta.url);
export const bareScript = new URL('./bare-proxy.ts', import.meta.url);
export const productScript = new URL(
  '../../../../apps/web/server/proxy/testing/serve.ts',
  import.meta.url,
);
