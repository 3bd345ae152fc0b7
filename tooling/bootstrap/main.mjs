import process from 'node:process';
import { runTask } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { findNode } from './node.mjs';
import { Refusal } from './refusal.mjs';
import { tasks } from './tasks.mjs';

/** Brings the dependencies and Node 24 up to date, then runs one task and exits with its code. */
export async function main([name, ...args]) {
  try {
    const steps = tasks[name]?.(args);
    if (steps === undefined) throw unknownTask(name);
    await ensureInstalled();
    const node = findNode();
    for (const step of steps) {
      const code = await runTask(node, step);
      if (code !== 0) process.exit(code);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(error.exitCode);
  }
}

const unknownTask = (name) =>
  new Refusal(64, `There is no task "${name ?? ''}". Tasks: ${Object.keys(tasks).join(', ')}.`);
