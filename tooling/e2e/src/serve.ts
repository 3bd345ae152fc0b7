import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { startWorld } from './harness/world.ts';

// Keeps one world running while journeys are written: `node tooling/e2e/src/serve.ts FILE`, then
// `JOURNEYS_WORLD=FILE npm run e2e -- NAME` as often as wanted.
const [, , file] = process.argv;
if (file === undefined) throw new Error('Say into which file the addresses go.');
const { stop, ...world } = await startWorld();
await writeFile(file, JSON.stringify(world), { mode: 0o600 });
process.stdout.write(`${world.product.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
