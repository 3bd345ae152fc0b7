import type { SubscriptionView } from '@patchbay/services/schemas';
import { Badge, type Tone } from '@patchbay/ui';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  type LucideIcon,
  OctagonPause,
  Pause,
  Radio,
} from 'lucide-react';

type Look = { word: string; tone: Tone; icon: LucideIcon };
type State = NonNullable<SubscriptionView['health']>['state'];

const looks: Record<State, Look> = {
  ok: { word: 'Delivering', tone: 'ok', icon: CircleCheck },
  failing: { word: 'Failing', tone: 'bad', icon: CircleAlert },
  held: { word: 'Held back', tone: 'warn', icon: OctagonPause },
  disabled: { word: 'Disabled', tone: 'calm', icon: Pause },
  idle: { word: 'Nothing sent yet', tone: 'calm', icon: CircleDashed },
};

/** How a program's way is doing; of one that reads by itself only whether it may. */
export function SubscriptionState({ subscription }: { subscription: SubscriptionView }) {
  const { health, enabled, kind } = subscription;
  const reads: Look = { word: kind === 'pull' ? 'Pulls' : 'Streams', tone: 'ok', icon: Radio };
  const look = health ? looks[health.state] : enabled ? reads : looks.disabled;
  const Icon = look.icon;
  return (
    <Badge tone={look.tone} icon={<Icon aria-hidden />}>
      {look.word}
    </Badge>
  );
}

/** The share of attempts that arrived, as people write it. */
export function successRate({ health }: SubscriptionView): string {
  if (!health) return '–';
  const all = health.delivered + health.failed;
  if (all === 0) return '–';
  const share = (100 * health.delivered) / all;
  return `${share === 100 ? '100' : share.toFixed(1)} %`;
}

export const latency = ({ health }: SubscriptionView): string =>
  health?.latencyMs == null ? '–' : `${Math.round(health.latencyMs)} ms`;
