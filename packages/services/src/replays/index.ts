export { replayEvent as event } from './event.ts';
export { cancelReplay as cancel, getReplay as get } from './get.ts';
export { listReplays as list } from './list.ts';
export { previewReplay as preview } from './preview.ts';
export { startReplay as start } from './start.ts';
