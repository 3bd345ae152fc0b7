import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import process from 'node:process';
import { inRoot, root } from './root.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs one step on the given Node, passes signals on, and resolves to the code it ended with. */
export function runTask(node, step) {
  const [command, args] = commandOf(node, step);
  const stdio = ['inherit', 'inherit', 'inherit', ...(step.linked ? ['ipc'] : [])];
  const child = spawn(command, args, { cwd: root, env: environment(), stdio });
  const pass = (signal) => child.kill(signal);
  for (const signal of forwarded) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of forwarded) process.off(name, pass);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

function commandOf(node, { script, bin, program, args }) {
  if (script !== undefined) return [node, [inRoot(script), ...args]];
  return [inRoot(bin === undefined ? program : `node_modules/.bin/${bin}`), args];
}

const environment = () => ({
  ...process.env,
  // turbo and the package scripts find pnpm and Node 24 here.
  PATH: `${inRoot('node_modules/.bin')}${delimiter}${process.env.PATH}`,
  TURBO_TELEMETRY_DISABLED: '1',
});
