import type { Runtime } from '../kernel/index.ts';

export async function advanceReplays(_runtime: Runtime): Promise<void> {}
