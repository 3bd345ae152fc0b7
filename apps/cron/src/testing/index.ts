export { type Seed, type Seeded, seedIntegrations } from './seed.ts';
export {
  type LogLine,
  runtimes,
  spawnWorker,
  type WorkerProcess,
  type WorkerRuntime,
} from './spawn-worker.ts';
export {
  localReceivers,
  openPublisher,
  openReceiver,
  type Publisher,
  type Receiver,
} from './webhooks.ts';
export { openWorld, standIn, type World } from './world.ts';
