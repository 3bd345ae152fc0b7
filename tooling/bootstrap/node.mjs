import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { exitCodes, Refusal } from './refusal.mjs';
import { inRoot } from './root.mjs';

const wanted = 24;

/** Node 24 as it came from npm; where npm has none for the platform, the system's if it is new enough. */
export function findNode() {
  const installed = inRoot('node_modules/.bin/node');
  if (spawnSync(installed, ['--version']).status === 0) return installed;
  if (Number(process.versions.node.split('.')[0]) >= wanted) return process.execPath;
  throw new Refusal(
    exitCodes.node,
    `Patchbay runs on Node ${wanted}, and npm has no build of it for ${process.platform}-${process.arch}. Install Node ${wanted} yourself (this is ${process.versions.node}) and run the command again.`,
  );
}
