import type { DriftPlan, DriftView } from '@patchbay/services/schemas';
import { CircleHelp, Ghost, type LucideIcon, Shuffle } from 'lucide-react';

type Kind = DriftView['kind'];

export const kinds: Record<Kind, { word: string; icon: LucideIcon }> = {
  unclaimed: { word: 'Unclaimed', icon: CircleHelp },
  vanished: { word: 'Gone there', icon: Ghost },
  differs: { word: 'Differs', icon: Shuffle },
};

export const kindOptions = [
  { value: 'unclaimed', label: 'Unclaimed' },
  { value: 'vanished', label: 'Gone there' },
  { value: 'differs', label: 'State differs' },
];

export const stateOptions = [
  { value: 'ignored', label: 'Ignored' },
  { value: 'resolved', label: 'Resolved' },
];

/** What differs, in a sentence. */
export function differenceOf({ kind, person, providerName, here, there }: DriftView): string {
  const whose = person ? `${person.name}’s account` : 'This account';
  if (kind === 'unclaimed') return `Exists at ${providerName} and belongs to nobody here.`;
  if (kind === 'vanished')
    return `${whose} is ${here ?? 'known'} here and does not exist at ${providerName}.`;
  return `${whose} is ${here ?? 'known'} here and ${there ?? 'unknown'} at ${providerName}.`;
}

type PlanWords = { label: string; confirm: string; about: string; danger?: true };

/** What each plan does. `adopt` has a dialog of its own, since it asks for a person. */
export function planWords(plan: Exclude<DriftPlan, 'adopt'>, drift: DriftView): PlanWords {
  const { providerName: name, identifier, person, there } = drift;
  switch (plan) {
    case 'remove_outside':
      return {
        label: 'Remove there',
        confirm: `Remove it at ${name}`,
        about: `${identifier} is removed at ${name} with what is in it. This cannot be undone.`,
        danger: true,
      };
    case 'recreate':
      return {
        label: 'Recreate',
        confirm: 'Create it anew',
        about: `${identifier} is created again at ${name} for ${person?.name ?? 'its person'}. It starts empty, and its person makes a new password under My accounts.`,
      };
    case 'forget':
      return {
        label: 'Close here',
        confirm: 'Close it here',
        about: `The account is closed here as well. Nothing changes at ${name}.`,
      };
    case 'suspend_outside':
      return {
        label: 'Suspend there',
        confirm: `Suspend it at ${name}`,
        about: `Nobody can sign in to ${identifier} at ${name} any more, as it stands here.`,
      };
    case 'resume_outside':
      return {
        label: 'Resume there',
        confirm: `Resume it at ${name}`,
        about: `${identifier} can be signed in to at ${name} again, as it stands here.`,
      };
    case 'accept_outside':
      return {
        label: `Accept as ${there ?? 'it is'}`,
        confirm: `Show it as ${there ?? 'it is'}`,
        about: `${identifier} is shown as ${there ?? 'it is'} here too. Nothing changes at ${name}.`,
      };
  }
}

export const because: Record<DriftView['suggestions'][number]['because'], string> = {
  mark: 'Patchbay left a mark on it for this person',
  email: 'Same e-mail address',
  identifier: 'The name looks like theirs',
};
