import type { DeliveryView, EventView } from '@patchbay/services/schemas';
import { Badge, type Tone } from '@patchbay/ui';
import {
  CircleAlert,
  CircleCheck,
  CircleSlash,
  Funnel,
  Hourglass,
  type LucideIcon,
  RefreshCw,
  Send,
} from 'lucide-react';

type Look = { word: string; tone: Tone; icon: LucideIcon };

const events: Record<EventView['state'], Look> = {
  received: { word: 'Waiting', tone: 'calm', icon: Hourglass },
  filtered: { word: 'Filtered out', tone: 'calm', icon: Funnel },
  handed_on: { word: 'Handed on', tone: 'ok', icon: Send },
};

export const EventState = ({ state }: Pick<EventView, 'state'>) => <Shown look={events[state]} />;

const deliveries: Record<DeliveryView['status'], Look> = {
  queued: { word: 'Queued', tone: 'calm', icon: Hourglass },
  retrying: { word: 'Retrying', tone: 'warn', icon: RefreshCw },
  dead: { word: 'Given up', tone: 'bad', icon: CircleAlert },
  delivered: { word: 'Delivered', tone: 'ok', icon: CircleCheck },
  discarded: { word: 'Discarded', tone: 'calm', icon: CircleSlash },
};

export const DeliveryState = ({ status }: Pick<DeliveryView, 'status'>) => (
  <Shown look={deliveries[status]} />
);

function Shown({ look: { word, tone, icon: Icon } }: { look: Look }) {
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {word}
    </Badge>
  );
}
