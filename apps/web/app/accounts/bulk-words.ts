import type { BulkView } from '@patchbay/services/schemas';

type Kind = BulkView['kind'];

export const bulkChanges: readonly { value: Kind; label: string }[] = [
  { value: 'create', label: 'Create accounts' },
  { value: 'suspend', label: 'Suspend accounts' },
  { value: 'resume', label: 'Resume accounts' },
  { value: 'remove', label: 'Remove accounts' },
];

/** "Create", "created", "Creating". */
export const bulkVerbs: Record<Kind, { act: string; done: string; doing: string }> = {
  create: { act: 'Create', done: 'created', doing: 'Creating' },
  suspend: { act: 'Suspend', done: 'suspended', doing: 'Suspending' },
  resume: { act: 'Resume', done: 'resumed', doing: 'Resuming' },
  remove: { act: 'Remove', done: 'removed', doing: 'Removing' },
};

export const bulkKind = (word: string | null): Kind | null =>
  bulkChanges.find(({ value }) => value === word)?.value ?? null;
