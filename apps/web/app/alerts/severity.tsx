import type { AlertView } from '@patchbay/services/schemas';
import { Badge, type Tone } from '@patchbay/ui';
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';

type Severity = AlertView['severity'];

const looks: Record<Severity, { word: string; tone: Tone; icon: LucideIcon }> = {
  critical: { word: 'Critical', tone: 'bad', icon: CircleAlert },
  warning: { word: 'Warning', tone: 'warn', icon: TriangleAlert },
  notice: { word: 'Notice', tone: 'calm', icon: Info },
};

export const severityOptions = [
  { value: 'notice', label: 'Everything' },
  { value: 'warning', label: 'Warnings and worse' },
  { value: 'critical', label: 'Only what is critical' },
];

/** An alert that is over says so; its severity is history. */
export function AlertBadge({ alert }: { alert: Pick<AlertView, 'severity' | 'closedAt'> }) {
  if (alert.closedAt)
    return (
      <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
        Resolved
      </Badge>
    );
  const { word, tone, icon: Icon } = looks[alert.severity];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {word}
    </Badge>
  );
}
