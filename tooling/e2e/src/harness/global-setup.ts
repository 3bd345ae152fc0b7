import { readFile } from 'node:fs/promises';
import process from 'node:process';
import type { TestProject } from 'vitest/node';
import { startWorld, type World } from './world.ts';

declare module 'vitest' {
  interface ProvidedContext extends World {}
}

/** Starts the world for all journeys, or takes the one that `serve.ts` keeps running: JOURNEYS_WORLD names its file. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const running = process.env.JOURNEYS_WORLD;
  const world: World & { stop?: () => Promise<void> } = running
    ? JSON.parse(await readFile(running, 'utf8'))
    : await startWorld();
  project.provide('wiki', world.wiki);
  project.provide('product', world.product);
  project.provide('ports', world.ports);
  project.provide('database', world.database);
  return world.stop;
}
