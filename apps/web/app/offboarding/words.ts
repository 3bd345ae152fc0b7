import type { OffboardingView, PlannedRemovalView, RemovalView } from '@patchbay/services/schemas';
import type { Tone } from '@patchbay/ui';
import type { z } from 'zod';

type Planned = z.infer<typeof PlannedRemovalView>;

/** What will happen to an account, before anything does. */
export const planWords: Record<Planned['plan'], string> = {
  deleted: 'Deleted; the name becomes free',
  kept: 'Closed; the name stays taken',
  manual: 'Has to be removed there by hand',
};

type Word = { word: string; tone: Tone; icon: 'done' | 'waiting' | 'running' | 'stuck' | 'hand' };

export const removalWords: Record<RemovalView['state'], Word> = {
  waiting: { word: 'Waiting', tone: 'accent', icon: 'waiting' },
  running: { word: 'Removing', tone: 'accent', icon: 'running' },
  deleted: { word: 'Deleted', tone: 'ok', icon: 'done' },
  kept: { word: 'Closed, name kept', tone: 'ok', icon: 'done' },
  by_hand: { word: 'Done by hand', tone: 'ok', icon: 'hand' },
  failed: { word: 'Given up', tone: 'bad', icon: 'stuck' },
  manual: { word: 'By hand', tone: 'warn', icon: 'hand' },
};

export const reportWords: Record<OffboardingView['state'], Word> = {
  running: { word: 'Under way', tone: 'accent', icon: 'running' },
  attention: { word: 'Needs a person', tone: 'bad', icon: 'stuck' },
  done: { word: 'Done', tone: 'ok', icon: 'done' },
};

/** `3 of 4 accounts removed` */
export function progressWords({ accounts, settled }: OffboardingView): string {
  if (accounts === 0) return 'No accounts';
  const noun = accounts === 1 ? 'account' : 'accounts';
  return `${settled} of ${accounts} ${noun} settled`;
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
