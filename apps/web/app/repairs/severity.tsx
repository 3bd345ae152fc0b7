import type { RepairView } from '@patchbay/services/schemas';
import { Badge, type Tone } from '@patchbay/ui';
import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react';

type Severity = RepairView['severity'];

const looks: Record<Severity, { word: string; tone: Tone; icon: LucideIcon }> = {
  critical: { word: 'Fails now', tone: 'bad', icon: CircleAlert },
  warning: { word: 'At risk', tone: 'warn', icon: TriangleAlert },
  notice: { word: 'Plan for it', tone: 'calm', icon: Info },
};

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { word, tone, icon: Icon } = looks[severity];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {word}
    </Badge>
  );
}
