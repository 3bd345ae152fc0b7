import { Segments } from '../../integrations/segments.tsx';
import { ranges } from './ranges.ts';

export function RangeChoice({ current }: { current: number }) {
  return (
    <div className="-my-1">
      <Segments
        label="Time shown"
        choices={ranges.map(({ hours, label }) => ({
          label,
          href: hours === 24 ? '?' : `?hours=${hours}`,
          current: hours === current,
        }))}
      />
    </div>
  );
}
