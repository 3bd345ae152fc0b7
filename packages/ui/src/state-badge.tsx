import type { IntegrationState } from '@patchbay/core';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  Contrast,
  Hourglass,
  KeyRound,
  type LucideIcon,
  Unplug,
  Wrench,
} from 'lucide-react';
import { Badge, type Tone } from './badge.tsx';
import { Spinner } from './spinner.tsx';

/** `checking` is not stored: it is what a page shows while a check runs. */
export type ShownState = IntegrationState | 'checking';

export const stateLooks: Record<IntegrationState, { word: string; tone: Tone; icon: LucideIcon }> =
  {
    not_configured: { word: 'Not configured', tone: 'calm', icon: CircleDashed },
    configured: { word: 'Not checked yet', tone: 'calm', icon: CircleDot },
    active: { word: 'Active', tone: 'ok', icon: CircleCheck },
    degraded: { word: 'Degraded', tone: 'warn', icon: Contrast },
    error_auth: { word: 'Error: sign in again', tone: 'bad', icon: KeyRound },
    error_unreachable: { word: 'Error: unreachable', tone: 'bad', icon: Unplug },
    error_misconfigured: { word: 'Error: misconfigured', tone: 'bad', icon: Wrench },
    error_rate_limited: { word: 'Error: rate limited', tone: 'bad', icon: Hourglass },
    error_provider: { word: 'Error: provider fault', tone: 'bad', icon: CircleAlert },
    paused: { word: 'Paused', tone: 'calm', icon: CirclePause },
  };

export const stateWord = (state: ShownState): string =>
  state === 'checking' ? 'Checking' : stateLooks[state].word;

export function StateBadge({ state }: { state: ShownState }) {
  if (state === 'checking') return <Badge icon={<Spinner />}>Checking</Badge>;
  const { word, tone, icon: Icon } = stateLooks[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {word}
    </Badge>
  );
}
